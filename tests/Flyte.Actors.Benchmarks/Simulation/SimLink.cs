using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>What a run and a node's gate know of each other.</summary>
internal sealed class SimLink(SimNode node)
{
    private long granted;
    private long toldAt;

    public SimNode Node { get; } = node;

    public List<SimSlot> Slots { get; } = [];

    public SlotWish Wish { get; private set; }

    public int ToldHas { get; private set; }

    public long Version { get; private set; }

    public int Granted { get; private set; }

    private long Answered { get; set; }

    public bool IsUnused => Wish.Slots == 0 && Granted == 0 && Slots.Count == 0;

    /// <summary>Whether a wish has to be told; of what the run has elsewhere only what makes a difference.</summary>
    public bool IsNews(SlotWish wish, int has, long now) =>
        wish.Slots != Wish.Slots || wish.NeedsOne != Wish.NeedsOne
        || (wish.Slots > Granted && now - toldAt >= Scenario.Beat && Math.Abs(has - ToldHas) > 1 + ToldHas / 4);

    public void Tell(SlotWish wish, int has, long now) => (Wish, ToldHas, toldAt, Version) = (wish, has, now, Version + 1);

    public void Hear(Grant grant)
    {
        if (grant.Version > granted)
        {
            (granted, Granted, Answered) = (grant.Version, grant.Slots, grant.WishVersion);
        }
    }

    public NodeView View(bool isHome) => new()
    {
        Address = Node.Name,
        Capacity = Scenario.SlotsPerNode,
        Free = Node.Load.Free,
        Fair = Node.Load.Fair,
        Granted = Granted,
        Wished = Wish.Slots,
        IsAnswered = Answered == Version,
        KnowsTask = true,
        IsHome = isHome,
    };
}
