using Akka.Actor;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>A node as a place of one run: what the run wished of its gate, and what it was granted.</summary>
/// <param name="node">The node.</param>
/// <param name="place">The run's slots there.</param>
/// <param name="free">The slots that no gate is asked for.</param>
/// <param name="isHome">Whether it is the node of the run itself.</param>
internal sealed class NodePlace(ItemNode node, SlotPlace place, int free, bool isHome)
{
    private SlotsWished? told;
    private int granted;
    private long grantVersion;
    private long answered;

    internal ItemNode Node { get; set; } = node;

    internal SlotPlace Place => place;

    /// <summary>Whether the node has heard of the last wish, and fulfils it.</summary>
    internal bool IsContent => told is null || (answered >= told.Version && granted >= told.Slots);

    internal NodeView View(string task) => new()
    {
        Address = Node.Node,
        Capacity = Node.Capacity,
        Free = Node.Free,
        Granted = granted,
        Wished = told?.Slots ?? 0,
        IsAnswered = told is null || answered >= told.Version,
        IsDraining = Node.IsDraining,
        KnowsTask = task.Length == 0 || Node.Tasks.Contains(task),
        IsHome = isHome,
    };

    /// <summary>Tells the gate what is wished, when that is news or it has not answered.</summary>
    internal void Wish(SlotWish wish, ref long version, IActorRef run)
    {
        if (told is null ? wish.Slots == 0 : IsTold(wish) && answered >= told.Version)
        {
            return;
        }

        if (told is null || !IsTold(wish))
        {
            told = new SlotsWished(wish.Slots, wish.NeedsOne, ++version);
        }

        Grant();
        Node.Gate.Tell(told, run);
    }

    internal void OnGranted(SlotsGranted grant)
    {
        answered = Math.Max(answered, grant.WishVersion);
        if (grant.Version > grantVersion)
        {
            (grantVersion, granted) = (grant.Version, grant.Slots);
            Grant();
        }
    }

    /// <summary>The node is gone.</summary>
    internal void Leave() => place.Granted = free;

    private bool IsTold(SlotWish wish) => told!.Slots == wish.Slots && told.NeedsOne == wish.NeedsOne;

    private void Grant() => place.Granted = free + Math.Min(granted, told?.Slots ?? 0);
}
