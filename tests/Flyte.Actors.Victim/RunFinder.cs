using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Victim;

/// <summary>Asks a run how it is until it answers, and says from where it did.</summary>
internal sealed class RunFinder : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly IActorRef door;
    private readonly RunId run;
    private readonly TaskCompletionSource<Address> found;

    public RunFinder(IActorRef door, RunId run, TaskCompletionSource<Address> found) => (this.door, this.run, this.found) = (door, run, found);

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(IActorRef door, RunId run, TaskCompletionSource<Address> found) =>
        Akka.Actor.Props.Create(() => new RunFinder(door, run, found));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(GetRun), new GetRun(run), TimeSpan.Zero, BetweenQuestions);

    protected override void OnReceive(object message)
    {
        if (message is GetRun question)
        {
            door.Tell(question);
        }
        else if (message is RunStatus)
        {
            found.TrySetResult(Sender.Path.Address);
            Context.Stop(Self);
        }
    }
}
