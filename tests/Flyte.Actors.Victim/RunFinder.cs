using Akka.Actor;
using Akka.Cluster.Sharding;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Victim;

/// <summary>Asks a run how it is until it answers, and says from where it did.</summary>
internal static class RunFinder
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    /// <summary>Where a recorded run is that a system of its cluster asks for.</summary>
    internal static Task<Address> FindAsync(ActorSystem system, IActorRef door, string run)
    {
        var found = new TaskCompletionSource<Address>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Asker(door, new RunId(run), found)));
        return found.Task;
    }

    /// <summary>The same for a system that holds no runs itself.</summary>
    internal static Task<Address> FindAsync(ActorSystem system, string run) =>
        FindAsync(system, ClusterSharding.Get(system).ShardRegionProxy("flyte-runs"), run);

    private sealed class Asker(IActorRef door, RunId run, TaskCompletionSource<Address> found) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

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
}
