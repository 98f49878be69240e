using Akka.Actor;
using Akka.Event;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Goes on where the process before has ended, which had the store for itself as this one has: at its start it has all runs opened
/// that have to go on, or of which the index is not known to tell the truth, and has those removed whose time is over.
/// </summary>
internal sealed class RunResumer(Recording recording, IActorRef list) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private IActorRef sweeper = ActorRefs.Nobody;
    private long offset;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording, IActorRef list) =>
        ActorProps.Of(() => new RunResumer(recording, list));

    protected override void PreStart()
    {
        Self.Tell(Find.Instance);
        if (recording.ResumesRuns)
        {
            sweeper = Context.ActorOf(RunSweeper.Props(recording, list, Context.Parent), "sweeper");
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Find:
                _ = UnfinishedRuns.FindAsync(recording).PipeTo(Self, success: found => found, failure: e => new Failed(e, Find.Instance));
                break;
            case UnfinishedRuns found:
                offset = found.To;
                list.Tell(new AwaitRows(found.Ids), Self);
                Context.Parent.Tell(new OpenTrees([.. found.Ids.Select(id => new Runs.RunId(id))]));
                break;
            case RowsWritten:
                // The index has followed the journal so far once every run of it has told what it looks like.
                _ = recording.Index.SetOffsetAsync(offset).PipeTo(Self, failure: e => new Failed(e, Again: null));
                sweeper.Tell(RunSweeper.Sweep.Instance);
                break;
            case Failed failed:
                OnFailed(failed);
                break;
        }
    }

    private void OnFailed(Failed failed)
    {
        list.Tell(new RowsUnknown());
        log.Warning("The index of the runs does not answer; it is asked again. {0}", failed.Cause.GetBaseException().Message);
        if (failed.Again is { } again)
        {
            Timers.StartSingleTimer(again.GetType().Name, again, BeforeRepeat);
        }
    }

    private sealed record Find
    {
        internal static readonly Find Instance = new();
    }

    private sealed record Failed(Exception Cause, object? Again);
}
