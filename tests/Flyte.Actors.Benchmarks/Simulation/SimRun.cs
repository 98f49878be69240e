using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A run: it wishes, opens the slots that it is granted, and hands out leases.</summary>
internal sealed partial class SimRun
{
    private readonly World world;
    private readonly Random random;
    private readonly Records records;
    private readonly Dictionary<SimNode, SimLink> links = [];
    private readonly List<SimSlot> free = [];
    private readonly Stack<SimSlot> idle = new();
    private readonly List<SimSlot> late = [];
    private IReadOnlyList<SimNode> candidates = [];
    private int membership = -1;
    private readonly Leasing leasing = new(LeaseRules.Default);
    private bool isAway;

    public SimRun(World world, string key, SimNode home, int concurrency, long itemTime, int seed)
    {
        (this.world, Key, Home, Concurrency, ItemTime) = (world, key, home, concurrency, itemTime);
        (random, Meter, records) = (new Random(seed), new Meter(world.Agenda), new Records(world.Agenda, world.Journal));
    }

    public string Key { get; }

    public SimNode Home { get; private set; }

    public int Concurrency { get; }

    public long ItemTime { get; }

    public required Work Work { get; init; }

    public Meter Meter { get; }

    public int Slots { get; private set; }

    public bool IsDone => Work.IsDone;

    /// <summary>How long its slots were busy while shares are compared.</summary>
    public long FairTime { get; private set; }

    public long Wanted => IsDone ? 0 : Math.Min(Concurrency, (long)Work.Waiting + Work.Leased);

    public bool HasWaiting => Work.Waiting > 0 && Slots < Concurrency;

    public void OnAdded(int count) => records.Add(world.Traffic.Added(count));

    public void Start()
    {
        OpenFree();
        Beat();
    }

    public void OnLeaseDone(SimSlot slot)
    {
        if (slot.IsGone)
        {
            return;
        }

        if (isAway)
        {
            late.Add(slot);
            return;
        }

        var (first, count, elapsed) = slot.End();
        leasing.Observe(count, elapsed, Scenario.ResultBytes);
        Meter.Count(slot.Node == Home ? 0 : world.Traffic.LeaseDone(count));
        records.Add(world.Traffic.Finished(count));
        Work.Complete(first, count);
        world.OnEnded(this, count);
        if (IsDone)
        {
            Close();
        }
        else if (slot.IsFree || !CloseOneOver(LinkTo(slot.Node), slot))
        {
            Give(slot);
        }

        Open();
    }

    /// <summary>A lease took too long, and what it had not started was asked back.</summary>
    public void OnGivenBack(SimSlot slot, int first, int count)
    {
        Meter.Count(slot.Node == Home ? 0 : 2 * Traffic.Note, 2);
        Work.Return(first, count);
        Wake();
        Open();
    }

    /// <summary>Nodes were lost, and nobody knows yet.</summary>
    public void Freeze(IEnumerable<SimNode> lost)
    {
        foreach (var node in lost)
        {
            isAway |= node == Home && !IsDone;
            if (links.TryGetValue(node, out var link))
            {
                link.Slots.ForEach(slot => slot.Die());
            }

            free.FindAll(slot => slot.Node == node).ForEach(slot => slot.Die());
        }
    }

    public void OnLost(SimNode node)
    {
        if (node == Home && !IsDone)
        {
            free.ForEach(Drop);
            free.Clear();
            world.Agenda.After(Scenario.Move - Scenario.Notice, Return);
        }

        if (links.Remove(node, out var link))
        {
            link.Slots.ForEach(Drop);
            Wake();
        }
    }

    private void Return()
    {
        (Home, isAway) = (world.AnyNode(), false);
        OpenFree();
        links.Values.ToList().ForEach(Close);
        Open();
        var ended = late.ToArray();
        late.Clear();
        Array.ForEach(ended, OnLeaseDone);
        Wake();
        Plan(Demand);
    }

    private void Drop(SimSlot slot)
    {
        Slots--;
        if (slot.Lease is var (first, count))
        {
            Work.Return(first, count);
        }
    }

    private void OpenFree()
    {
        while (free.Count < Scenario.FreeAtHome && !IsDone)
        {
            free.Add(new SimSlot(world, this, Home, isFree: true));
            Slots++;
            Give(free[^1]);
        }
    }

    private void Close()
    {
        foreach (var link in links.Values)
        {
            foreach (var slot in link.Slots.FindAll(slot => slot.Lease is null))
            {
                CloseOneOver(link, slot);
            }
        }

        Slots -= free.Count;
        free.Clear();
        PlanSoon();
    }

    private void Wake()
    {
        while (Work.Waiting > 0 && idle.TryPop(out var slot))
        {
            if (slot is { IsGone: false, Lease: null })
            {
                Give(slot);
            }
        }
    }

    private void Give(SimSlot slot)
    {
        var isLocal = slot.Node == Home;
        var plan = leasing.Next(isLocal, grain: 1, Work.Waiting, Slots, reach);
        if (Work.Take(plan.Items, Slots) is not var (first, count))
        {
            idle.Push(slot);
            return;
        }

        // Few items take what they take, many their mean.
        var each = ItemTime * slot.Node.Slowness * (1 + (random.NextDouble() - 0.5) / Math.Sqrt(count));
        Meter.Count(isLocal ? 0 : world.Traffic.Lease(count));
        var bodies = slot.Begin((first, count), each, plan.Patience);
        if (!slot.IsFree && world.Agenda.Now is >= Scenario.FairFrom and < Scenario.FairTo)
        {
            FairTime += bodies;
        }
    }
}
