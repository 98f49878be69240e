namespace Flyte.Actors.Placement;

/// <summary>
/// How many slots a run wishes of which node. What it has it keeps; what it lacks goes to nodes with free slots, evenly by
/// capacity; what no node has free it wishes of all that it uses, where it gets its fair share as others have theirs. Slots move
/// only to a node that has clearly less than its part, as one that has joined. A run that has clearly more than those who lack
/// slots at its nodes gives some up there, a quarter at a time: fair shares of every single gate do not make fair shares of all.
/// </summary>
internal static class SlotPlanner
{
    private const int Unbounded = int.MaxValue / 2;

    /// <summary>Plans anew.</summary>
    /// <param name="nodes">The nodes that the run looks at, in its order.</param>
    /// <param name="demand">What it needs slots for.</param>
    /// <returns>A wish for each node, in the same order.</returns>
    internal static SlotWish[] Plan(IReadOnlyList<NodeView> nodes, SlotDemand demand)
    {
        var plan = new SlotPlan(Members(nodes, demand), demand);
        var wishes = plan.Wishes().ToDictionary(wish => wish.Address, wish => wish.Slots, StringComparer.Ordinal);
        var needy = NeedyAt(nodes, wishes, plan.FreeAtHome);
        return [.. nodes.Select((node, i) => new SlotWish(node.Address, wishes.GetValueOrDefault(node.Address), i == needy))];
    }

    /// <summary>How many slots a run may come to have soon: as many as it could use, and as there are where it looks.</summary>
    internal static int Reach(IReadOnlyList<NodeView> nodes, SlotDemand demand) =>
        (int)Math.Min(demand.Slots, demand.FreeAtHome + nodes.Where(node => node.IsUsable).Sum(node => (long)node.Capacity));

    // Those it spreads over, those where it has slots already, and if these cannot take it all, others with free slots.
    private static List<NodeView> Members(IReadOnlyList<NodeView> nodes, SlotDemand demand)
    {
        var usable = nodes.Where(node => node.IsUsable).ToList();
        if (demand.AreCheap && usable.Exists(node => node.IsHome))
        {
            return usable.FindAll(node => node.IsHome);
        }

        if (usable.Count == 0)
        {
            return usable;
        }

        var spread = Candidates.Spread(demand.Slots, usable.Average(node => node.Capacity));
        var members = usable.Where((node, i) => i < spread || node.Has > 0 || node.IsHome).ToList();
        var lacking = demand.Slots - members.Sum(node => (long)node.Has + Room(node));
        foreach (var node in usable.Except(members).Where(node => node.Free > 0).TakeWhile(_ => lacking > 0).ToList())
        {
            members.Add(node);
            lacking -= Room(node);
        }

        return members;
    }

    /// <summary>How many slots more than it has a run could have at a node, as far as it knows.</summary>
    internal static int Room(NodeView node) => node.IsFull ? 0 : Math.Clamp(node.Free ?? node.Capacity, 0, Unbounded);

    // The one node where a run that has slots nowhere else must have one: where it has it, or else the first one it asks.
    private static int NeedyAt(IReadOnlyList<NodeView> nodes, Dictionary<string, int> wishes, int freeAtHome)
    {
        var (granting, asked) = (-1, -1);
        for (var i = 0; freeAtHome == 0 && i < nodes.Count; i++)
        {
            if (wishes.GetValueOrDefault(nodes[i].Address) == 0)
            {
                continue;
            }

            asked = asked < 0 ? i : asked;
            if (nodes[i].Granted > 0)
            {
                if (granting >= 0)
                {
                    return -1;
                }

                granting = i;
            }
        }

        return granting >= 0 ? granting : asked;
    }
}
