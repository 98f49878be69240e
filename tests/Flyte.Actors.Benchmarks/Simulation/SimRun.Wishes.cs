using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A run and the gates: its wishes, their grants, and the slots that it opens and closes.</summary>
internal sealed partial class SimRun
{
    public void Plan()
    {
        (planned, isPlanning) = (world.Agenda.Now, false);
        if (isAway)
        {
            return;
        }

        Look();
        var nodes = candidates.Select(LinkTo).Concat(links.Values.Where(link => !link.IsUnused)).Distinct().Where(link => !link.Node.IsNoticed).ToList();
        var demand = new SlotDemand(Concurrency, (int)Math.Min(int.MaxValue, IsDone ? 0 : (long)Work.Waiting + Work.Leased), AreCheap: false, Scenario.FreeAtHome);
        var wishes = SlotPlanner.Plan([.. nodes.Select(link => link.View(link.Node == Home))], demand);
        for (var i = 0; i < wishes.Length; i++)
        {
            if (nodes[i].IsNews(wishes[i], Slots, world.Agenda.Now))
            {
                Tell(nodes[i], wishes[i]);
            }
        }

        if (!IsDone)
        {
            PlanAfter(Scenario.Beat);
        }
    }

    public void OnGrant(SimNode node, Grant grant)
    {
        if (node.IsNoticed)
        {
            return;
        }

        Meter.Count(Traffic.Note);
        var link = LinkTo(node);
        link.Hear(grant);
        if (!isAway)
        {
            Fit(link);
        }
    }

    private void Look()
    {
        if (membership != world.Membership)
        {
            membership = world.Membership;
            candidates = world.CandidatesOf(this);
        }
    }

    private SimLink LinkTo(SimNode node) => links.TryGetValue(node, out var link) ? link : links[node] = new SimLink(node);

    private void Tell(SimLink link, SlotWish wish)
    {
        Meter.Count(Traffic.Note);
        link.Tell(wish, Slots, world.Agenda.Now);
        var (node, version, has) = (link.Node, link.Version, link.ToldHas);
        world.Agenda.After(Scenario.Way, () => node.Hear(this, wish, version, has));
    }

    private void Fit(SimLink link)
    {
        while (link.Slots.Find(slot => slot.Lease is null) is { } unused && CloseOneOver(link, unused))
        {
        }

        var opened = new List<SimSlot>();
        while (!IsDone && link.Slots.Count < link.Granted && !link.Node.IsLost && link.Node.Book.MayOpen(Key))
        {
            opened.Add(new SimSlot(world, this, link.Node, isFree: false));
            link.Slots.Add(opened[^1]);
            link.Node.Book.Note(Key, link.Slots.Count);
            link.Node.Gate.Count(Traffic.Note);
            Slots++;
        }

        link.Node.Tell();
        opened.ForEach(Give);
        if (link.Granted < link.Wish.Slots)
        {
            PlanSoon();
        }
    }

    private bool CloseOneOver(SimLink link, SimSlot slot)
    {
        if (link.Slots.Count <= link.Granted && !IsDone)
        {
            return false;
        }

        slot.IsGone = true;
        Slots--;
        link.Slots.Remove(slot);
        link.Node.Gate.Count(Traffic.Note);
        link.Node.Book.Note(Key, link.Slots.Count);
        if (!link.Node.IsLost)
        {
            link.Node.Tell();
        }

        return true;
    }

    // A plan may take two messages for each node.
    private long Pause => Math.Max(Scenario.ShortestPause, links.Count * Scenario.PausePerNode);

    private void PlanSoon() => PlanAfter(Math.Max(0, planned + Pause - world.Agenda.Now), isSoon: true);

    private void PlanAfter(long span, bool isSoon = false)
    {
        if (isSoon && isPlanning)
        {
            return;
        }

        isPlanning |= isSoon;
        var last = planned;
        world.Agenda.After(span, () =>
        {
            if (planned == last)
            {
                Plan();
            }
        });
    }
}
