using System.Diagnostics;

namespace Flyte.Actors.Telemetry;

/// <summary>The trace that the bodies of a lease are part of. One thread runs the bodies; their item actor may end the span in hand.</summary>
internal sealed class LeaseTrace
{
    private readonly TraceContext context;
    private readonly ActivityContext parent;
    private CarrierActivity? carrier;
    private Activity? span;

    private LeaseTrace(TraceContext context, ActivityContext parent)
    {
        (this.context, this.parent) = (context, parent);
        IsRecorded = parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) && FlyteTelemetry.Source.HasListeners();
    }

    /// <summary>Whether each attempt has a span.</summary>
    internal bool IsRecorded { get; }

    /// <summary>The trace of items that are executed for a span; null for none.</summary>
    internal static LeaseTrace? Of(TraceContext? context) => context?.Parse() is { } parent ? new LeaseTrace(context, parent) : null;

    /// <summary>Has what runs here from now on be part of the trace.</summary>
    internal void Enter() => carrier = CarrierActivity.Start(context);

    /// <summary>Has what runs here be part of no trace again.</summary>
    internal void Leave()
    {
        carrier?.Stop();
        Activity.Current = null;
    }

    /// <summary>Begins the span of an attempt at an item, if it is recorded.</summary>
    internal void Begin(string task, string run, int index, int attempt, string node)
    {
        if (IsRecorded)
        {
            Volatile.Write(ref span, FlyteTelemetry.Source.StartActivity(
                $"task {task}", ActivityKind.Internal, parent, SpanTags.OfAttempt(task, run, index, attempt, node)));
        }
    }

    /// <summary>Notes what the body has thrown.</summary>
    internal void Note(Exception exception) => Volatile.Read(ref span)?.AddException(exception);

    /// <summary>Ends the span of the body that has returned here.</summary>
    /// <param name="code">The code of its error; null for none.</param>
    /// <param name="message">What the error says.</param>
    internal void End(string? code, string? message)
    {
        GiveUp(code, message);
        Activity.Current = carrier;
    }

    /// <summary>Ends the span of a body that goes on or is lost, from another thread.</summary>
    internal void GiveUp(string? code, string? message)
    {
        if (Interlocked.Exchange(ref span, null) is { } ended)
        {
            SpanTags.SetStatus(ended, code, message);
            ended.StopApart();
        }
    }
}
