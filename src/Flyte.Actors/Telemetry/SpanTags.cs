using System.Diagnostics;

namespace Flyte.Actors.Telemetry;

/// <summary>What spans say of what they are.</summary>
internal static class SpanTags
{
    private const string Task = "flyte.task";
    private const string Run = "flyte.run.id";

    // As OpenTelemetry's conventions name it.
    private const string Error = "error.type";

    internal static KeyValuePair<string, object?>[] OfRun(string task, string run) =>
        task.Length == 0 ? [new(Run, run)] : [new(Task, task), new(Run, run)];

    internal static KeyValuePair<string, object?>[] OfAttempt(string task, string run, int index, int attempt, string node) =>
        [new(Task, task), new(Run, run), new("flyte.item.index", index), new("flyte.attempt", attempt), new("flyte.node", node)];

    internal static void SetStatus(Activity span, string? code, string? message)
    {
        if (code is not null)
        {
            span.SetTag(Error, code);
            span.SetStatus(ActivityStatusCode.Error, message);
        }
    }

    /// <summary>Ends a span, which would leave the code that runs here in the span above it.</summary>
    internal static void StopApart(this Activity span)
    {
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }
}
