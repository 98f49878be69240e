using System.Diagnostics;

namespace Flyte.Actors.Telemetry;

/// <summary>
/// The span of a run, for the one who has started it: the items name it as theirs before it has ended. The code that starts a run does
/// not go on inside of it.
/// </summary>
internal sealed class RunSpan : IDisposable
{
    private readonly Activity activity;
    private int hasEnded;

    private RunSpan(Activity activity) => (this.activity, Context) = (activity, TraceContext.Of(activity));

    /// <summary>What the run's items are executed for.</summary>
    internal TraceContext? Context { get; }

    /// <summary>Begins the span of a run that is waited for; null when nobody wants it.</summary>
    internal static RunSpan? Run(string task, string run) => Start("run", ActivityKind.Internal, task, run);

    /// <summary>Begins the span of handing a run over.</summary>
    /// <param name="verb">What is done with the run.</param>
    /// <param name="task">Its task; empty when that is not known.</param>
    /// <param name="run">Its id.</param>
    internal static RunSpan? Submit(string verb, string task, string run) => Start(verb, ActivityKind.Producer, task, run);

    internal void Fail(string code, string? message)
    {
        if (Volatile.Read(ref hasEnded) == 0)
        {
            SpanTags.SetStatus(activity, code, message);
        }
    }

    internal void Fail(Exception e) => Fail(e.GetType().Name, e.Message);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref hasEnded, 1) == 0)
        {
            activity.StopApart();
        }
    }

    private static RunSpan? Start(string verb, ActivityKind kind, string task, string run)
    {
        var current = Activity.Current;
        if (!FlyteTelemetry.Source.HasListeners())
        {
            return null;
        }

        // Nobody ever sees the span of a carrier.
        var parent = current is CarrierActivity carrier ? carrier.Carried.Parse() ?? default : default;
        if (FlyteTelemetry.Source.StartActivity(task.Length == 0 ? verb : $"{verb} {task}", kind, parent, SpanTags.OfRun(task, run)) is not { } activity)
        {
            return null;
        }

        Activity.Current = current;
        return new RunSpan(activity);
    }
}
