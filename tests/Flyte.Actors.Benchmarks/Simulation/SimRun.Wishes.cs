using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A run and the gates: its wishes, their grants, and the slots that it opens and closes.</summary>
internal sealed partial class SimRun
{
    private readonly PlanRhythm rhythm = new();
    private readonly OpeningPace opening = new();
    private bool isOpening;
    private SlotDemand planned;
    private long version;
    private int reach = Scenario.FreeAtHome;

    private TimeSpan Now => TimeSpan.FromTicks(world.Agenda.Now);

    private SlotDemand Demand => new(
        Concurrency, (int)Math.Min(int.MaxValue, IsDone ? 0 : (long)Work.Waiting + Work.Leased), AreCheap: false, Scenario.FreeAtHome);

    public void OnGrant(SimNode node, Grant grant)
    {
        if (node.IsNoticed)
        {
            return;
        }

        Meter.Count(Traffic.Note);
        var link = LinkTo(node);
        link.Gate.Hear(grant.Slots, grant.Version, grant.WishVersion);
        if (!isAway)
        {
            Close(link);
            Open();
            if (link.Gate.IsLacking && !IsDone)
            {
                PlanSoon();
            }
        }
    }

    private void Beat()
    {
        if (!IsDone)
        {
            Plan(Demand);
            world.Agenda.After(PlanRhythm.Beat.Ticks, Beat);
        }
    }

    private void Plan(SlotDemand demand)
    {
        if (isAway)
        {
            return;
        }

        planned = demand;
        rhythm.OnPlan(Now);
        Look();
        var nodes = candidates.Select(LinkTo).Concat(links.Values.Where(link => !link.IsUnused)).Distinct().Where(link => !link.Node.IsNoticed).ToList();
        NodeView[] views = [.. nodes.Select(link => link.View(link.Node == Home))];
        reach = SlotPlanner.Reach(views, demand);
        foreach (var (link, wish) in nodes.Zip(SlotPlanner.Plan(views, demand)))
        {
            if (link.Gate.IsNews(wish, Slots, Now))
            {
                Tell(link, wish);
            }
        }
    }

    private void PlanSoon()
    {
        if (!rhythm.IsDue)
        {
            world.Agenda.After(rhythm.Ask(Now, links.Count).Ticks, () =>
            {
                if (rhythm.IsDue)
                {
                    Plan(IsDone ? Demand : Demand.NoLessThan(planned));
                }
            });
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
        link.Gate.Tell(wish, Slots, ++version, Now);
        var (node, wishVersion, has) = (link.Node, version, Slots);
        world.Agenda.After(Scenario.Way, () => node.Hear(this, wish, wishVersion, has));
        Close(link);
    }

    // Where there is work for a slot, one more is opened at the emptiest of those nodes that granted more.
    private void Open()
    {
        while (!isAway && !IsDone && Work.Waiting > 0 && Slots < Concurrency
            && Spreading.Next(links.Values, link => link.Slots.Count, link => link.Node.IsLost ? 0 : link.Gate.Granted) is { } link)
        {
            if (opening.Take(1, Now) == 0)
            {
                OpenLater();
                return;
            }

            var slot = new SimSlot(world, this, link.Node, isFree: false);
            link.Slots.Add(slot);
            Slots++;
            Note(link);
            Give(slot);
        }
    }

    private void OpenLater()
    {
        if (!isOpening)
        {
            isOpening = true;
            world.Agenda.After(Scenario.Tick, () =>
            {
                isOpening = false;
                Open();
            });
        }
    }

    private void Close(SimLink link)
    {
        while (link.Slots.Find(slot => slot.Lease is null) is { } unused && CloseOneOver(link, unused))
        {
        }
    }

    private bool CloseOneOver(SimLink link, SimSlot slot)
    {
        if (link.Slots.Count <= link.Gate.Granted && !IsDone)
        {
            return false;
        }

        slot.IsGone = true;
        Slots--;
        link.Slots.Remove(slot);
        Note(link);
        return true;
    }

    // The gate of another node hears of a slot with what comes to it first.
    private void Note(SimLink link)
    {
        var (node, slots) = (link.Node, link.Slots.Count);
        world.Agenda.After(node == Home ? 0 : Scenario.Way, () => node.Note(this, slots));
    }
}
