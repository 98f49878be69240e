using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage.Tables;
using Done = Flyte.Actors.Protocol.Done;

namespace Flyte.Actors.Runtime;

/// <summary>Has the runs removed, now and then, whose time is over.</summary>
/// <param name="recording">How long that is, and the index that knows the runs.</param>
/// <param name="list">The list of runs.</param>
/// <param name="runs">Who reaches all runs.</param>
internal sealed class RunSweeper(Recording recording, IActorRef list, IActorRef runs) : UntypedActor, IWithTimers
{
    private const int SweepSize = 100;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    // The index forgets a run a moment after its events have gone.
    private static readonly TimeSpan BeforeMore = TimeSpan.FromMilliseconds(100);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly RowRepair repair = new(recording.Index, list, Context.GetLogger());
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private bool areMore;
    private bool haveGone;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording, IActorRef list, IActorRef runs) =>
        ActorProps.Of(() => new RunSweeper(recording, list, runs));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, TimeSpan.Zero, BetweenSweeps);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Sweep:
                _ = recording.Index.EndedBeforeAsync(Timetable.Earlier(Context.System.Scheduler.Now, recording.Retention), SweepSize)
                    .PipeTo(Self, success: ids => new Expired(ids), failure: e => new Failed(e));
                break;
            case Expired expired:
                Remove(expired.Ids);
                break;
            case RunRejected rejected:
                if (rejected.Code == RunRejected.NotFound)
                {
                    list.Tell(new RunRemoved(rejected.RunId)); // Its events are gone already: a process died while it removed the run.
                }

                OnAnswer(rejected.RunId, rejected.Code == RunRejected.NotFound);
                break;
            case Done done:
                OnAnswer(done.RunId, hasGone: true);
                break;
            case Failed failed:
                OnFailed(failed.Cause);
                break;
        }
    }

    private void OnFailed(Exception cause)
    {
        if (cause.GetBaseException() is DamagedRowsException damage)
        {
            // Nothing is removed because of what only a damaged row says.
            _ = repair.OrderAsync(damage).PipeTo(Self, failure: e => new Failed(e));
        }
        else
        {
            log.Warning("The index of the runs does not answer; it is asked again. {0}", cause.GetBaseException().Message);
        }
    }

    private void Remove(IReadOnlyList<string> ids)
    {
        (areMore, haveGone) = (ids.Count == SweepSize, false);
        asked.Clear();
        foreach (var id in ids)
        {
            asked.Add(id);
            runs.Tell(new PurgeRun(new RunId(id)), Self);
        }
    }

    // More runs may end between two sweeps than one of them removes: while there are so many, one follows the other.
    private void OnAnswer(RunId run, bool hasGone)
    {
        haveGone |= hasGone;
        if (asked.Remove(run.Value) && asked.Count == 0 && areMore && haveGone)
        {
            Timers.StartSingleTimer(nameof(areMore), Sweep.Instance, BeforeMore);
        }
    }

    internal sealed record Sweep : IFlyteMessage
    {
        internal static readonly Sweep Instance = new();
    }

    private sealed record Expired(IReadOnlyList<string> Ids);

    private sealed record Failed(Exception Cause);
}
