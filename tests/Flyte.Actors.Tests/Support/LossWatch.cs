using Akka.Actor;
using Akka.Cluster;

namespace Flyte.Actors.Tests.Support;

/// <summary>Tells when the node of a port is out of the cluster.</summary>
internal sealed class LossWatch : UntypedActor
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly int port;
    private readonly TaskCompletionSource lost;

    public LossWatch(int port, TaskCompletionSource lost) => (this.port, this.lost) = (port, lost);

    internal static Props Props(int port, TaskCompletionSource lost) => Akka.Actor.Props.Create(() => new LossWatch(port, lost));

    protected override void PreStart() => cluster.Subscribe(Self, typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.CurrentClusterState state ? state.Members.All(member => member.Address.Port != port)
            : message is ClusterEvent.MemberRemoved { Member: var gone } && gone.Address.Port == port)
        {
            lost.TrySetResult();
            Context.Stop(Self);
        }
    }
}
