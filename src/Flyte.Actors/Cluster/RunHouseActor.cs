using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// What the trees of this node report to: it keeps the list of runs, and on the oldest of the nodes that hold runs it sees that
/// all unfinished ones go on, wherever they are.
/// </summary>
internal sealed class RunHouseActor(Recording recording) : UntypedActor
{
    internal const string Name = "flyte-house";

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter log = Context.GetLogger();
    private IActorRef list = ActorRefs.Nobody;
    private IActorRef region = ActorRefs.Nobody;
    private IActorRef? resumer;

    internal static Props Props(Recording recording) => ActorProps.Of(() => new RunHouseActor(recording));

    protected override void PreStart() => list = Context.ActorOf(RecordedListActor.Props(recording), "list");

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegionIsUp up:
                region = up.Region;
                cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
                break;
            case ClusterEvent.IMemberEvent:
                OnMembersChanged();
                break;
            case OpenTrees open:
                open.Roots.ToList().ForEach(root => region.Tell(new OpenRun(root)));
                break;
            case RunCrashed crash:
                log.About(crash.RunId).Error("Run {0} was stopped by an error of the runtime itself: {1}", crash.RunId, crash.Reason);
                break;
            case TreeSuperseded lost:
                list.Tell(new TreeClosed(lost.RunId));
                break;
            case ForgetRun forget:
                list.Tell(new RunRemoved(forget.RunId));
                break;
            case PurgeRun:
                region.Forward(message);
                break;
            case RunChanged or ListRuns or TreeClosed or TreeEmpty:
                list.Forward(message);
                break;
        }
    }

    // A run may be without a home whenever a node has gone: its shard has another one, which nobody has asked for the run.
    private void OnMembersChanged()
    {
        if (!IsOldest())
        {
            if (resumer is { } retired)
            {
                Context.Stop(retired);
                resumer = null;
            }
        }
        else if (resumer is null)
        {
            resumer = Context.ActorOf(ClusterResumer.Props(recording, list, Self));
        }
        else
        {
            resumer.Tell(new Resume());
        }
    }

    private bool IsOldest()
    {
        var homes = cluster.State.Members.Where(member => member.Status == MemberStatus.Up && member.HasRole(ClusterNames.RunsRole)).ToList();
        return homes.Count > 0 && homes.Aggregate((one, other) => other.IsOlderThan(one) ? other : one).UniqueAddress.Equals(cluster.SelfUniqueAddress);
    }
}

/// <summary>To the house: the door to all recorded runs of the cluster.</summary>
internal sealed record RegionIsUp(IActorRef Region) : IFlyteMessage;
