using System.Collections.Frozen;
using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Keeps a node's picture of those that execute items: members that are up are asked to describe themselves, and do so from then
/// on. Runs that need other nodes are told when the picture changes, and now and then to think again.
/// </summary>
internal sealed class NodeBoardActor(ItemNodes nodes, FarTasks far) : UntypedActor, IWithTimers
{
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, ItemNode?> members = [];
    private readonly HashSet<UniqueAddress> leaving = [];
    private readonly HashSet<IActorRef> followers = [];
    private bool hasReports;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(ItemNodes nodes, FarTasks far) => ActorProps.Of(() => new NodeBoardActor(nodes, far));

    protected override void PreStart()
    {
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(nameof(Beats), Beats.Instance, PlanRhythm.Beat);
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberUp { Member: var member } when member.HasRole(ClusterNames.ItemsRole):
                if (members.TryAdd(member.UniqueAddress, null))
                {
                    Ask(member.UniqueAddress);
                }

                break;
            case ClusterEvent.MemberLeft { Member: var member }:
                OnLeaving(member.UniqueAddress);
                break;
            case ClusterEvent.MemberExited { Member: var member }:
                OnLeaving(member.UniqueAddress);
                break;
            case ClusterEvent.MemberRemoved { Member: var member }:
                leaving.Remove(member.UniqueAddress);
                far.Remove(member.UniqueAddress);
                if (members.Remove(member.UniqueAddress))
                {
                    Publish(isNews: true);
                }

                break;
            case ListRuns list:
                List(list);
                break;
            case GateReport report:
                OnReport(report);
                break;
            case TasksDescribed described:
                if (MemberOf(Sender) is { Key: { } describer })
                {
                    far.Add(describer, described.Tasks);
                }

                break;
            case FindRunning find:
                Context.ActorOf(HostedSearchActor.Props(find.RunId, find.Home));
                break;
            case FollowNodes follow:
                followers.Add(Context.Watch(follow.Run));
                break;
            case Terminated ended:
                followers.Remove(ended.ActorRef);
                break;
            case Beats:
                members.Where(member => member.Value is null).ToList().ForEach(member => Ask(member.Key));
                if (hasReports)
                {
                    Publish(isNews: false);
                }

                Tell(new NodesChanged(IsNews: false));
                break;
        }
    }

    // Every node that holds runs has the same list: the nearest one is asked.
    private void List(ListRuns message)
    {
        var houses = cluster.State.Members.Where(member => member.Status == MemberStatus.Up && member.HasRole(ClusterNames.RunsRole)).ToList();
        var house = houses.Find(member => member.UniqueAddress.Equals(cluster.SelfUniqueAddress)) ?? houses.FirstOrDefault();
        if (house is null)
        {
            Sender.Tell(new ListFailed("No node of the cluster is up that holds runs: start one with the role Runs."));
            return;
        }

        Context.ActorSelection(new RootActorPath(house.Address) / "system" / RunHouseActor.Name).Tell(message, Sender);
    }

    private static void Ask(UniqueAddress member) =>
        Context.ActorSelection(new RootActorPath(member.Address) / "system" / GateActor.Name).Tell(WatchGate.Instance);

    private void OnLeaving(UniqueAddress member)
    {
        if (leaving.Add(member) && members.GetValueOrDefault(member) is { } node)
        {
            members[member] = node with { IsDraining = true };
            Publish(isNews: true);
        }
    }

    private void OnReport(GateReport report)
    {
        var found = MemberOf(Sender);
        if (found.Key is null)
        {
            return;
        }

        var before = found.Value;
        var tasks = before is not null && before.Tasks.SetEquals(report.Tasks) ? before.Tasks : report.Tasks.ToFrozenSet(StringComparer.Ordinal);
        var now = new ItemNode(report.Node, Sender, report.Capacity, report.Free, report.IsDraining || leaving.Contains(found.Key), tasks, report.Fair)
        {
            Cpu = report.Cpu,
            Describes = report.Describes,
        };
        members[found.Key] = now;
        hasReports = true;
        if (report.Describes && far.Unknown(tasks) is { Count: > 0 } unknown)
        {
            Sender.Tell(new DescribeTasks(unknown));
        }

        if (before is null || !now.IsAs(before))
        {
            Publish(isNews: true);
        }
    }

    private KeyValuePair<UniqueAddress, ItemNode?> MemberOf(IActorRef actor)
    {
        var address = actor.Path.Address.Host is null ? cluster.SelfAddress : actor.Path.Address;
        return members.FirstOrDefault(member => member.Key.Address.Equals(address));
    }

    private void Publish(bool isNews)
    {
        // Each node begins at another place, so that not all runs go to the same one first.
        hasReports = false;
        nodes.All = [.. members.Values.OfType<ItemNode>()
            .OrderBy(node => node.Node != nodes.Self)
            .ThenBy(node => string.CompareOrdinal(node.Node, nodes.Self) < 0)
            .ThenBy(node => node.Node, StringComparer.Ordinal)];
        if (isNews)
        {
            Tell(new NodesChanged(IsNews: true));
        }
    }

    private void Tell(NodesChanged change)
    {
        foreach (var run in followers)
        {
            run.Tell(change);
        }
    }

    private sealed record Beats
    {
        internal static readonly Beats Instance = new();
    }
}

/// <summary>To the board: a run wants to know of other nodes from now on, until it ends.</summary>
internal sealed record FollowNodes(IActorRef Run) : IFlyteMessage;

/// <summary>To a run: think again about where its items are executed.</summary>
/// <param name="IsNews">Whether nodes have come, gone or changed; otherwise it is only time.</param>
internal sealed record NodesChanged(bool IsNews) : IPlaceMessage;

/// <summary>To the board: find out what other nodes still execute of a run that has come here.</summary>
internal sealed record FindRunning(RunId RunId, IActorRef Home) : IFlyteMessage;
