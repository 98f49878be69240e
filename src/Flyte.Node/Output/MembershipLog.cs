using System.Globalization;
using Akka.Actor;
using Akka.Cluster;

namespace Flyte.Node.Output;

/// <summary>A line for each node that comes, goes, or cannot be reached.</summary>
internal sealed class MembershipLog : ReceiveActor
{
    private readonly Cluster cluster = Cluster.Get(Context.System);

    public MembershipLog(Action<string> say)
    {
        // To a node that leaves, all others do.
        Receive<ClusterEvent.IMemberEvent>(e => !IsOther(e.Member) && e is not ClusterEvent.MemberUp, _ => Context.Stop(Self));
        Receive<ClusterEvent.MemberUp>(e => IsOther(e.Member), e => say($"node {Address(e.Member.Address)} has joined: {Roles(e.Member)}"));
        Receive<ClusterEvent.MemberRemoved>(
            e => IsOther(e.Member), e => say($"node {Address(e.Member.Address)} {(e.PreviousStatus == MemberStatus.Down ? "is given up" : "has left")}"));
        Receive<ClusterEvent.UnreachableMember>(e => IsOther(e.Member), e => say($"node {Address(e.Member.Address)} cannot be reached"));
        Receive<ClusterEvent.ReachableMember>(e => IsOther(e.Member), e => say($"node {Address(e.Member.Address)} can be reached again"));
        ReceiveAny(static _ => { });
    }

    internal static Props Props(Action<string> say) => Akka.Actor.Props.Create(() => new MembershipLog(say));

    internal static string Address(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    protected override void PreStart() => cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => cluster.Unsubscribe(Self);

    private bool IsOther(Member member) => member.UniqueAddress != cluster.SelfUniqueAddress;

    private static string Roles(Member member) => (member.HasRole("flyte-runs"), member.HasRole("flyte-items")) switch
    {
        (true, true) => "runs, items",
        (true, false) => "runs",
        (false, true) => "items",
        _ => "a client",
    };
}
