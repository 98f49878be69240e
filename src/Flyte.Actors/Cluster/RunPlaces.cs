using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>What the runs of a node have in common as to where their items are executed.</summary>
/// <param name="Nodes">The nodes that execute items.</param>
/// <param name="Board">Tells of them.</param>
/// <param name="Knows">Whether this node executes items of a task.</param>
/// <param name="Limits">How inputs are written that go to other nodes.</param>
internal sealed record PlacesSettings(ItemNodes Nodes, IActorRef Board, Func<string, bool> Knows, PayloadLimits Limits);

/// <summary>
/// The nodes where a run's items are executed. Cheap ones stay at home, where a slot for each processor is free of charge; for
/// others it wishes slots of the nodes' gates, as the <see cref="SlotPlanner"/> says, and has as many as are granted.
/// </summary>
internal sealed class RunPlaces : ISlotPlaces
{
    // The way to another node and back takes as much of both as some items that do nothing.
    private static readonly TimeSpan WorthTheWay = TimeSpan.FromMicroseconds(20);

    private readonly PlacesSettings settings;
    private readonly RunSpec spec;
    private readonly IActorRef run;
    private readonly SlotContext context;
    private readonly Moving moving = new();
    private readonly SlotPlace home;
    private readonly Dictionary<string, NodePlace> places = new(StringComparer.Ordinal);
    private SlotPlace[] all;
    private SlotNeeds needs;
    private SlotDemand planned;
    // Above those of every run that was in the same place before: gates remember them.
    private long version = DateTimeOffset.UtcNow.UtcTicks;
    private RunningFound? found;
    private string? missed;
    private bool isFollowing;
    private bool isClosed;

    internal RunPlaces(PlacesSettings settings, RunSpec spec, Props item, IActorRef run, IActorRef tree)
    {
        (this.settings, this.spec, this.run) = (settings, spec, run);
        context = new SlotContext(spec.Id, spec.IsRecorded, spec.IsRecorded ? null : tree, spec.Trace);
        home = new SlotPlace(settings.Nodes.Self, item, settings.Knows) { Granted = IsAtHome ? HomePlaces.Processors : 0 };
        all = [home];
    }

    public IReadOnlyCollection<SlotPlace> All => all;

    // Items that are worth the way keep the processors of every node busy that there is.
    public int AwakeSlots => IsWorthTheWay ? HomePlaces.Processors * all.Count(place => place.Granted > 0) : HomePlaces.Processors;

    public string? Obstacle => IsAtHome || spec.Task.Length == 0 || settings.Nodes.All.Any(node => node.Tasks.Contains(spec.Task))
        ? null
        : $"No node of the cluster that executes items has task '{spec.Task}': start one that has.";

    // The calls of an item may be of any task: where one cannot run, others can.
    private bool IsAtHome => spec.Task.Length == 0 ? settings.Knows("") : settings.Knows(spec.Task);

    private bool IsWorthTheWay => needs.Sleeps || needs.Pace >= WorthTheWay || !IsAtHome || missed is not null;

    private SlotDemand Demand => new(needs.Slots, needs.Slots, !IsWorthTheWay, IsAtHome && missed is null ? HomePlaces.Processors : 0);

    public bool IsReady { get; private set; } = true;

    public void FindRunning()
    {
        IsReady = false;
        settings.Board.Tell(new FindRunning(spec.Id, run));
    }

    public IReadOnlyList<FoundLease> TakeFound(Func<FoundLease, bool> take)
    {
        if (found is not { } running)
        {
            return [];
        }

        found = null;
        Adopt(settings.Nodes.All);
        var taken = new Dictionary<IActorRef, FoundLease>();
        foreach (var (hosted, slot) in running.Slots.Where(slot => slot.Value is { Lease: > 0, IsCaller: false, Count: > 0 }))
        {
            if (places.TryGetValue(slot.Node, out var place))
            {
                var item = RemoteSlotActor.Props(place.Node.Gate, context, settings.Limits, moving, new Adopted(hosted, slot));
                var lease = new FoundLease(place.Place, item, slot.Lease, slot.First, slot.Count);
                if (take(lease))
                {
                    taken.Add(hosted, lease);
                }
            }
        }

        running.Search.Tell(new Release([.. running.Slots.Keys.Except(taken.Keys)]));
        return [.. taken.Values];
    }

    public void Miss(string task)
    {
        if (task != missed)
        {
            missed = task;
            Wish(Demand);
        }
    }

    public void Plan(SlotNeeds needs)
    {
        this.needs = needs;
        var demand = Demand;
        if (isClosed || !IsReady || demand.AreCheap || demand.Slots <= Math.Max(planned.Slots, demand.FreeAtHome))
        {
            return;
        }

        Wish(demand);
    }

    public void OnMessage(IPlaceMessage message)
    {
        switch (message)
        {
            case SlotsGranted granted when places.TryGetValue(granted.Node, out var place):
                place.OnGranted(granted);
                break;
            case RunningFound running:
                found = running;
                break;
            case RunningCleared:
                IsReady = true;
                break;
            case NodesChanged when !isClosed:
                Wish(Demand); // Falls only here, so that a run which is fed in spurts keeps what it has.
                break;
        }
    }

    public void Close(bool isMoving)
    {
        if (isClosed)
        {
            return;
        }

        if (isMoving)
        {
            moving.Set();
        }

        isClosed = true;
        foreach (var place in places.Values)
        {
            place.Wish(new SlotWish(place.Node.Node, 0, NeedsOne: false), ref version, run);
        }
    }

    private void Wish(SlotDemand demand)
    {
        if (!isFollowing)
        {
            isFollowing = true;
            settings.Board.Tell(new FollowNodes(run));
        }

        planned = demand;
        var nodes = settings.Nodes.All;
        Adopt(nodes);
        var wishes = SlotPlanner.Plan([.. nodes.Select(node => places[node.Node].View(missed ?? spec.Task))], demand);
        foreach (var wish in wishes)
        {
            places[wish.Address].Wish(wish, ref version, run);
        }
    }

    private void Adopt(IReadOnlyList<ItemNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (!places.TryGetValue(node.Node, out var place) || !place.Node.Gate.Equals(node.Gate))
            {
                place?.Leave();
                places[node.Node] = node.Node == settings.Nodes.Self
                    ? new NodePlace(node, home, IsAtHome ? HomePlaces.Processors : 0, isHome: true)
                    : new NodePlace(node, new SlotPlace(
                        node.Node, RemoteSlotActor.Props(node.Gate, context, settings.Limits, moving), task => task.Length == 0 || node.Tasks.Contains(task)), free: 0, isHome: false);
            }
            else
            {
                place.Node = node;
            }
        }

        foreach (var gone in places.Keys.Except(nodes.Select(node => node.Node), StringComparer.Ordinal).ToArray())
        {
            places[gone].Leave();
            places.Remove(gone);
        }

        all = [home, .. places.Values.Select(place => place.Place).Where(place => place != home)];
    }
}
