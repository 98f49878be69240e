using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Has the runs removed, now and then, whose time is over.</summary>
/// <param name="recording">How long that is, and the index that knows the runs.</param>
/// <param name="list">The list of runs.</param>
/// <param name="runs">Who reaches all runs.</param>
internal sealed class RunSweeper(Recording recording, IActorRef list, IActorRef runs) : UntypedActor, IWithTimers
{
    private const int SweepSize = 100;
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter log = Context.GetLogger();

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording, IActorRef list, IActorRef runs) =>
        ActorProps.Of(() => new RunSweeper(recording, list, runs));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, TimeSpan.Zero, BetweenSweeps);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Sweep:
                _ = recording.Index.EndedBeforeAsync(Context.System.Scheduler.Now - recording.Retention, SweepSize)
                    .PipeTo(Self, success: ids => new Expired(ids), failure: e => new Failed(e));
                break;
            case Expired expired:
                expired.Ids.ToList().ForEach(id => runs.Tell(new PurgeRun(new RunId(id)), Self));
                break;
            case RunRejected { Code: RunRejected.NotFound } gone:
                list.Tell(new RunRemoved(gone.RunId)); // Its events are gone already: a process died while it removed the run.
                break;
            case Failed failed:
                log.Warning("The index of the runs does not answer; it is asked again. {0}", failed.Cause.GetBaseException().Message);
                break;
        }
    }

    internal sealed record Sweep : IFlyteMessage
    {
        internal static readonly Sweep Instance = new();
    }

    private sealed record Expired(IReadOnlyList<string> Ids);

    private sealed record Failed(Exception Cause);
}
