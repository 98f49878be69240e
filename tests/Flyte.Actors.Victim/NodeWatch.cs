using Akka.Actor;
using Akka.Cluster;

namespace Flyte.Actors.Victim;

/// <summary>Says what becomes of the nodes of a cluster.</summary>
public sealed class NodeWatch : ReceiveActor
{
    /// <summary>A node does not answer.</summary>
    public const string Silent = "silent";

    /// <summary>It answers again.</summary>
    public const string Heard = "heard";

    /// <summary>It is out of the cluster.</summary>
    public const string Lost = "lost";

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <param name="say">Told one of these words and the node's address.</param>
    public NodeWatch(Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        Receive<ClusterEvent.UnreachableMember>(e => say($"{Silent} {Address(e.Member)}"));
        Receive<ClusterEvent.ReachableMember>(e => say($"{Heard} {Address(e.Member)}"));
        Receive<ClusterEvent.MemberRemoved>(e => say($"{Lost} {Address(e.Member)}"));
        ReceiveAny(static _ => { });
    }

    internal static Props Props(Action<string> say) => Akka.Actor.Props.Create(() => new NodeWatch(say));

    /// <inheritdoc/>
    protected override void PreStart() =>
        cluster.Subscribe(Self, typeof(ClusterEvent.IReachabilityEvent), typeof(ClusterEvent.MemberRemoved));

    /// <inheritdoc/>
    protected override void PostStop() => cluster.Unsubscribe(Self);

    private static string Address(Akka.Cluster.Member member) => $"{member.Address.Host}:{member.Address.Port}";
}
