namespace Flyte.Actors.Placement;

/// <summary>One plan over the nodes that a run uses; slots here include those at home that no gate is asked for.</summary>
internal sealed class SlotPlan
{
    private readonly List<NodeView> nodes;
    private readonly int demand;
    private readonly int home;
    private readonly int[] capacities;
    private readonly int[] wished;
    private readonly int[] has;
    private readonly int[] ceiling;
    private readonly bool[] yields;

    internal SlotPlan(List<NodeView> nodes, SlotDemand demand)
    {
        (this.nodes, this.demand) = (nodes, nodes.Count == 0 ? 0 : demand.Slots);
        home = nodes.FindIndex(node => node.IsHome);
        FreeAtHome = home < 0 ? 0 : Math.Min(demand.FreeAtHome, this.demand);
        capacities = [.. nodes.Select(node => node.Capacity)];
        wished = WithFree(node => node.Wished);
        has = WithFree(node => node.Has);
        ceiling = WithFree(node => (int)Math.Min(int.MaxValue / 2, (long)node.Has + SlotPlanner.Room(node)));
        yields = new bool[nodes.Count];
        Yield();
    }

    internal int FreeAtHome { get; }

    internal IEnumerable<SlotWish> Wishes()
    {
        if (demand == 0)
        {
            return [];
        }

        var slots = has.Sum(slots => (long)slots) > demand
            ? Spreading.Fill(demand, capacities, WithFree(_ => 0), has)
            : Spreading.Fill(demand, capacities, has, ceiling);
        slots = Balance(slots);
        var lacking = Lacking(slots);
        return nodes.Select((node, i) => new SlotWish(node.Address, slots[i] + lacking[i] - (i == home ? FreeAtHome : 0), false));
    }

    private void Yield()
    {
        var fair = nodes.Average(node => (double?)node.Fair);
        if (fair is not { } level || has.Sum(slots => (long)slots) - level is var excess && excess <= level / 4 + 2)
        {
            return;
        }

        for (var i = 0; i < yields.Length; i++)
        {
            yields[i] = nodes[i].Fair is not null;
        }

        int[] there = [.. has.Select((slots, i) => yields[i] ? slots : 0)];
        int[] atLeast = [.. there.Select((slots, i) => i == home ? Math.Min(slots, FreeAtHome) : 0)];
        var given = Math.Min((long)excess, Math.Max(1, has.Sum(slots => (long)slots) / 4));
        var left = Spreading.Fill(Math.Max(0, there.Sum(slots => (long)slots) - given), capacities, atLeast, there);
        for (var i = 0; i < yields.Length; i++)
        {
            if (yields[i])
            {
                has[i] = ceiling[i] = left[i];
            }
        }
    }

    // Moves slots to nodes that have clearly less than their part and could have more, from those that have more than theirs.
    private int[] Balance(int[] slots)
    {
        if (slots.Sum(slots => (long)slots) < demand)
        {
            return slots;
        }

        var part = Spreading.Fill(demand, capacities, WithFree(_ => 0), [.. ceiling.Select(_ => int.MaxValue / 2)]);
        var spare = slots.Select((slots, i) => (long)Math.Max(0, slots - Math.Max(part[i], 1))).Sum();
        var (atLeast, atMost) = (new int[slots.Length], (int[])slots.Clone());
        for (var i = 0; i < slots.Length; i++)
        {
            var more = (int)Math.Min(spare, Math.Min(part[i], ceiling[i]) - slots[i]);
            if (more >= Math.Max(2, part[i] / 4) || (slots[i] == 0 && more > 0))
            {
                spare -= more;
                atLeast[i] = atMost[i] = slots[i] + more;
            }
            else
            {
                atLeast[i] = Math.Min(slots[i], Math.Max(part[i], 1));
            }
        }

        return Spreading.Fill(demand, capacities, atLeast, atMost);
    }

    // What no node has free is wished beyond what they grant: as it was, as far as it still is so much, and the rest evenly.
    private int[] Lacking(int[] slots)
    {
        var lacking = demand - slots.Sum(slots => (long)slots);
        int[] before = [.. slots.Select((slots, i) => yields[i] ? 0 : Math.Max(0, wished[i] - slots))];
        int[] none = new int[slots.Length];
        return lacking == 0 ? none
            : before.Sum(more => (long)more) > lacking ? Spreading.Fill(lacking, capacities, none, before)
            : Spreading.Fill(lacking, capacities, before, [.. yields.Select(yields => yields ? 0 : int.MaxValue / 2)]);
    }

    private int[] WithFree(Func<NodeView, int> slots) =>
        [.. nodes.Select((node, i) => slots(node) + (i == home ? FreeAtHome : 0))];
}
