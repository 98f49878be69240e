namespace Flyte.Actors.Placement;

/// <summary>A node that could execute a run's items, as the run sees it.</summary>
internal readonly record struct NodeView
{
    internal required string Address { get; init; }

    /// <summary>The slots that the node has.</summary>
    internal required int Capacity { get; init; }

    /// <summary>How many of them were free when it last said so; null when it was not heard of yet.</summary>
    internal int? Free { get; init; }

    /// <summary>How many slots runs have on all nodes that lack some there, in the mean; null when none does.</summary>
    internal int? Fair { get; init; }

    /// <summary>What it granted to the run.</summary>
    internal int Granted { get; init; }

    /// <summary>What the run told it that it wishes.</summary>
    internal int Wished { get; init; }

    /// <summary>Whether its grant is the answer to that wish, and not to one before.</summary>
    internal bool IsAnswered { get; init; }

    internal bool IsDraining { get; init; }

    internal bool KnowsTask { get; init; }

    /// <summary>Whether it is the node of the run itself.</summary>
    internal bool IsHome { get; init; }

    internal bool IsUsable => KnowsTask && !IsDraining && Capacity > 0;

    /// <summary>What the run has there, or will have as far as it knows.</summary>
    internal int Has => IsAnswered ? Math.Min(Wished, Granted) : Wished;

    /// <summary>Whether it would grant more if it could.</summary>
    internal bool IsFull => IsAnswered && Granted < Wished;
}

/// <summary>What a run needs slots for.</summary>
/// <param name="Concurrency">The most items that may run at a time.</param>
/// <param name="Items">How many items could run now: those that wait, and those that are in flight.</param>
/// <param name="AreCheap">Whether they take so little that no other node is worth the way.</param>
/// <param name="FreeAtHome">The slots at home that no gate is asked for.</param>
internal readonly record struct SlotDemand(int Concurrency, int Items, bool AreCheap, int FreeAtHome)
{
    internal int Slots => Math.Max(0, Math.Min(Concurrency, Items));

    /// <summary>The same, with no fewer items than before: what has fallen may rise again in a moment.</summary>
    internal SlotDemand NoLessThan(SlotDemand before) => this with
    {
        Concurrency = Math.Max(Concurrency, before.Slots),
        Items = Math.Max(Items, before.Slots),
    };
}

/// <summary>How many slots a run wishes of a node from now on.</summary>
/// <param name="Address">The node.</param>
/// <param name="Slots">The slots, in all; at home without those that are free.</param>
/// <param name="NeedsOne">Whether the run has no slot on any other node.</param>
internal readonly record struct SlotWish(string Address, int Slots, bool NeedsOne);
