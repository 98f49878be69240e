using Akka.Actor;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>A node as a place of one run: what the run wished of its gate, and what it was granted.</summary>
/// <param name="node">The node.</param>
/// <param name="place">The run's slots there.</param>
/// <param name="free">The slots that no gate is asked for.</param>
/// <param name="task">The task of the run, by which the node gives slots; empty for calls of any.</param>
internal sealed class NodePlace(ItemNode node, SlotPlace place, int free, string task)
{
    private readonly GateLink link = new();
    private SlotsWished? told;
    private int beside;

    internal ItemNode Node { get; set; } = node;

    internal SlotPlace Place => place;

    /// <summary>Whether the run has nothing there, and wants nothing.</summary>
    internal bool IsUnused => link.IsUnused && place is { Slots: 0, IsHome: false };

    /// <param name="wanted">The task that has to be there.</param>
    internal NodeView View(string wanted)
    {
        var (capacity, left, fair) = Node.RoomFor(task);
        return link.Show(new NodeView
        {
            Address = Node.Node,
            Capacity = capacity,
            Free = left,
            Fair = fair,
            IsDraining = Node.IsDraining,
            KnowsTask = Node.Knows(wanted),
            IsHome = place.IsHome,
        });
    }

    /// <summary>Tells the gate what is wished, when that is news or it has not answered.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="has">How many slots the run has on all nodes.</param>
    /// <param name="now">The time.</param>
    /// <param name="version">That of the last wish of the run, and above all that gates have heard.</param>
    /// <param name="run">The run.</param>
    internal void Wish(SlotWish wish, int has, TimeSpan now, ref long version, IActorRef run)
    {
        if (!link.IsNews(wish, has, now))
        {
            return;
        }

        if (told is null || link.IsOvertaken || told.Slots != wish.Slots || told.NeedsOne != wish.NeedsOne || told.Has != has)
        {
            told = new SlotsWished(wish.Slots, wish.NeedsOne, ++version, has, task);
        }

        link.Tell(wish, has, told.Version, now);
        Grant();
        Node.Gate.Tell(told, run);
    }

    /// <summary>Notes what the gate grants; returns whether that is less than is wished, or the gate has not heard of it.</summary>
    internal bool Hear(SlotsGranted grant)
    {
        link.Hear(grant.Slots, grant.Version, grant.WishVersion);
        Grant();
        return link.IsLacking || link.IsOvertaken;
    }

    /// <summary>The gate sees the slots on other nodes itself; of those beside the run it is told.</summary>
    internal void NoteBeside(IActorRef run)
    {
        var now = Math.Max(0, place.Slots - free);
        if (now != beside)
        {
            beside = now;
            Node.Gate.Tell(new SlotsBeside(now), run);
        }
    }

    /// <summary>The node is gone.</summary>
    internal void Leave() => place.Granted = free;

    private void Grant() => place.Granted = free + link.Granted;
}

/// <summary>To the gate of a run's own node: so many slots the run has beside itself of those that the gate granted.</summary>
internal sealed record SlotsBeside(int Count) : IFlyteMessage;
