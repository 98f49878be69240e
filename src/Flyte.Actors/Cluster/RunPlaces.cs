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
/// <param name="Scheduler">The time.</param>
internal sealed record PlacesSettings(ItemNodes Nodes, IActorRef Board, Func<string, bool> Knows, PayloadLimits Limits, IScheduler Scheduler);

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
    private readonly NodePlaces places;
    private readonly PlanRhythm rhythm = new();
    private SlotNeeds needs;
    private SlotDemand planned;
    private RunningFound? found;
    private string? missed;
    private bool isFollowing;
    private bool isClosed;

    internal RunPlaces(PlacesSettings settings, RunSpec spec, Props item, IActorRef run, IActorRef tree)
    {
        (this.settings, this.spec, this.run) = (settings, spec, run);
        context = new SlotContext(spec.Id, spec.IsRecorded, spec.IsRecorded ? null : tree, spec.Trace);
        var home = new SlotPlace(settings.Nodes.Self, item, settings.Knows) { IsHome = true, Granted = IsAtHome ? HomePlaces.Processors : 0 };
        places = new NodePlaces(settings.Nodes, run, spec.Id.Value, spec.Task, home, node => Remote(node.Gate));
    }

    public IReadOnlyCollection<SlotPlace> All => places.All;

    // Items that are worth the way keep the processors of every node busy that there is.
    public int AwakeSlots => IsWorthTheWay ? HomePlaces.Processors * All.Count(place => place.Granted > 0) : HomePlaces.Processors;

    public int? Reach => IsWorthTheWay ? places.Reach : null;

    public string? Obstacle => settings.Knows(Task) || Task.Length == 0 || settings.Nodes.All.Any(node => node.Knows(Task))
        ? null
        : $"No node of the cluster that executes items has task '{Task}': start one that has.";

    // Of a run of calls, the one that is called next when no slot is of a node that has it.
    private string Task => missed ?? spec.Task;

    // The calls of an item may be of any task: where one cannot run, others can.
    private bool IsAtHome => settings.Knows(spec.Task);

    private bool IsWorthTheWay => needs.Sleeps || needs.Pace >= WorthTheWay || !IsAtHome || missed is not null;

    private SlotDemand Demand => new(needs.Slots, needs.Slots, !IsWorthTheWay, IsAtHome && missed is null ? HomePlaces.Processors : 0);

    private TimeSpan Now => settings.Scheduler.MonotonicClock;

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
        var taken = new Dictionary<IActorRef, FoundLease>();
        foreach (var (hosted, slot) in running.Slots.Where(slot => slot.Value is { Lease: > 0, IsCaller: false, Count: > 0 }))
        {
            if (places.At(slot.Node) is { } place)
            {
                var item = Remote(place.Node.Gate, new Adopted(hosted, slot));
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
        places.NoteBeside();
        var demand = Demand;
        if (isClosed || !IsReady)
        {
            return;
        }

        if (needs.IsOver ? planned.Slots > 0 : !demand.AreCheap && demand.Slots > Math.Max(planned.AreCheap ? 0 : planned.Slots, demand.FreeAtHome))
        {
            WishSoon();
        }
    }

    public void OnMessage(IPlaceMessage message)
    {
        switch (message)
        {
            case SlotsGranted granted:
                if (places.Hear(granted) && !isClosed)
                {
                    WishSoon();
                }

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
            case PlanIsDue when rhythm.IsDue && !isClosed:
                Wish(Again);
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
        places.Leave(Now);
    }

    // What has fallen may rise again in a moment.
    private SlotDemand Again => needs.IsOver ? Demand : Demand.NoLessThan(planned);

    private void WishSoon()
    {
        if (rhythm.IsDue)
        {
            return;
        }

        var wait = rhythm.Ask(Now, places.Count);
        if (wait > TimeSpan.Zero)
        {
            settings.Scheduler.ScheduleTellOnce(wait, run, PlanIsDue.Instance, run);
        }
        else
        {
            Wish(Again);
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
        rhythm.OnPlan(Now);
        places.Wish(demand, spec.Concurrency, Task, Now);
    }

    private Props Remote(IActorRef gate, Adopted? adopted = null) => RemoteSlotActor.Props(gate, context, settings.Limits, moving, adopted);

    /// <summary>To the run: it was too early to think again, and no longer is.</summary>
    private sealed record PlanIsDue : IPlaceMessage
    {
        internal static readonly PlanIsDue Instance = new();
    }
}
