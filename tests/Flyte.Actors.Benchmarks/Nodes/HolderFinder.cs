using Akka.Actor;
using Akka.Cluster.Sharding;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Benchmarks;

/// <summary>Asks a recorded run how it is until it answers, and says from where it did.</summary>
internal sealed class HolderFinder : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly IActorRef door = ClusterSharding.Get(Context.System).ShardRegionProxy("flyte-runs");
    private readonly RunId run;
    private readonly TaskCompletionSource<Address> found;

    public HolderFinder(RunId run, TaskCompletionSource<Address> found) => (this.run, this.found) = (run, found);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunId run, TaskCompletionSource<Address> found) => Akka.Actor.Props.Create(() => new HolderFinder(run, found));

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
