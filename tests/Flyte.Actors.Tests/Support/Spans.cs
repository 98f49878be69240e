using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// The trace of one test, which begins here and goes on until it is disposed of, with the spans of it that have ended: other tests of
/// the process have theirs.
/// </summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener? listener;

    /// <param name="isRecorded">Whether the trace is recorded.</param>
    /// <param name="isHeard">Whether anybody listens to the library.</param>
    internal Spans(bool isRecorded = true, bool isHeard = true)
    {
        Root = new Activity("test") { TraceStateString = "vendor=1" }.SetIdFormat(ActivityIdFormat.W3C);
        Root.ActivityTraceFlags = isRecorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        Root.Start();
        if (isHeard)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is FlyteTelemetry.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId == Root.TraceId && options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                        ? ActivitySamplingResult.AllDataAndRecorded
                        : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == Root.TraceId)
                    {
                        ended.Enqueue(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(listener);
        }
    }

    /// <summary>The span of the test itself.</summary>
    internal Activity Root { get; }

    internal IReadOnlyList<Activity> All => [.. ended];

    internal Activity Single(string name) => Assert.Single(Of(name));

    internal IReadOnlyList<Activity> Of(string name) => [.. ended.Where(span => span.DisplayName == name)];

    internal IReadOnlyList<Activity> Below(Activity parent) => [.. ended.Where(span => span.ParentSpanId == parent.SpanId)];

    public void Dispose()
    {
        listener?.Dispose();
        Root.Dispose();
    }
}
