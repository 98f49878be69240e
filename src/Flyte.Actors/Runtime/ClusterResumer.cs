using Akka.Actor;
using Akka.Event;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Sees that no unfinished run of a cluster stays without a home, on one of its nodes: again and again it has all of them opened,
/// which changes nothing where one is open. Should two nodes do so for a while, it is done twice.
/// </summary>
/// <param name="recording">The index and the journal that all nodes share.</param>
/// <param name="list">The list of runs of this node.</param>
/// <param name="runs">Who reaches all runs of the cluster.</param>
internal sealed class ClusterResumer(Recording recording, IActorRef list, IActorRef runs) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    /// <summary>Twice as long as a write to the journal may take.</summary>
    private static readonly TimeSpan BeforeSettled = TimeSpan.FromSeconds(60);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly SettledMarks settled = new(BeforeSettled);
    private bool isAsking;
    private bool isAskedAgain;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording, IActorRef list, IActorRef runs) =>
        ActorProps.Of(() => new ClusterResumer(recording, list, runs));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Resume), new Resume(), TimeSpan.Zero, Between);
        Context.ActorOf(RunSweeper.Props(recording, list, runs), "sweeper");
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Resume when isAsking:
                isAskedAgain = true;
                break;
            case Resume:
                Ask();
                break;
            case Found found:
                OnFound(found);
                OnAnswer();
                break;
            case Failed { IsAsked: var isAsked } failed:
                log.Warning("The runs that have to go on cannot be found; they are looked for again. {0}", failed.Cause.GetBaseException().Message);
                if (isAsked)
                {
                    isAskedAgain = false;
                    OnAnswer();
                    Timers.StartSingleTimer(nameof(BeforeRepeat), new Resume(), BeforeRepeat);
                }

                break;
        }
    }

    private void Ask()
    {
        isAsking = true;
        var now = Context.System.Scheduler.MonotonicClock;
        _ = UnfinishedRuns.FindAsync(recording).PipeTo(Self, success: found => new Found(found, now), failure: e => new Failed(e, IsAsked: true));
    }

    private void OnFound(Found found)
    {
        var (unfinished, time) = found;
        if (unfinished.Ids.Count > 0)
        {
            runs.Tell(new OpenTrees([.. unfinished.Ids.Select(id => new Runs.RunId(id))]));
        }

        if (settled.Settle(unfinished.Marks, unfinished.Known, time) is { } offset)
        {
            _ = recording.Index.SetOffsetAsync(offset).PipeTo(Self, failure: e => new Failed(e, IsAsked: false));
        }
    }

    private void OnAnswer()
    {
        isAsking = false;
        if (isAskedAgain)
        {
            isAskedAgain = false;
            Ask();
        }
    }

    private sealed record Found(UnfinishedRuns Runs, TimeSpan Time);

    private sealed record Failed(Exception Cause, bool IsAsked);
}
