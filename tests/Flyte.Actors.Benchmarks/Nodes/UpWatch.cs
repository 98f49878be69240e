using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;

namespace Flyte.Actors.Benchmarks;

/// <summary>Tells when a node hears that another one has become a member, after it began to listen.</summary>
internal sealed class UpWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly TaskCompletionSource<long> heard;

    public UpWatch(TaskCompletionSource<long> heard) => this.heard = heard;

    public static Props Props(TaskCompletionSource<long> heard) => Akka.Actor.Props.Create(() => new UpWatch(heard));

    // The members of that moment come first, as one message.
    protected override void PreStart() =>
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.MemberUp)
        {
            heard.TrySetResult(Stopwatch.GetTimestamp());
            Context.Stop(Self);
        }
    }
}
