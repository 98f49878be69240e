using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Cluster;

namespace Flyte.Actors.Tests.Support;

/// <summary>Tells when the node of an address is out of the cluster.</summary>
internal sealed class LossWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly string address;
    private readonly TaskCompletionSource lost;

    public LossWatch(string address, TaskCompletionSource lost) => (this.address, this.lost) = (address, lost);

    internal static Props Props(string address, TaskCompletionSource lost) => Akka.Actor.Props.Create(() => new LossWatch(address, lost));

    protected override void PreStart() => cluster.Subscribe(Self, typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.CurrentClusterState state ? state.Members.All(member => ItemNodes.NameOf(member.Address) != address)
            : message is ClusterEvent.MemberRemoved { Member: var gone } && ItemNodes.NameOf(gone.Address) == address)
        {
            lost.TrySetResult();
            Context.Stop(Self);
        }
    }
}
