namespace Flyte.Actors;

/// <summary>
/// What the slots of a run do, and did lately. It is not recorded: a run that is opened again, or has moved to another node, begins anew.
/// </summary>
public sealed record RunActivity
{
    /// <summary>The most leases that are remembered.</summary>
    public const int MaxSpans = 256;

    /// <summary>The most running items that are shown.</summary>
    public const int MaxRunning = 100;

    /// <summary>The leases that ended last, in the order in which they did.</summary>
    public required IReadOnlyList<LeaseSpan> Spans { get; init; }

    /// <summary>The items that are running, the longest running first.</summary>
    public required IReadOnlyList<RunningItem> Running { get; init; }
}

/// <summary>What a slot did with a lease: so many items one after the other.</summary>
/// <param name="Node">The node.</param>
/// <param name="Slot">The slot's number, which no other slot of the run has had.</param>
/// <param name="First">The index of the first item.</param>
/// <param name="Count">How many items were begun.</param>
/// <param name="Failed">How many of them failed, those included that are run again.</param>
/// <param name="StartedAt">When the lease was handed to the slot.</param>
/// <param name="EndedAt">When the run heard of its end.</param>
public readonly record struct LeaseSpan(string Node, int Slot, int First, int Count, int Failed, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>An item that a slot has in hand.</summary>
/// <param name="Index">The item's position among the inputs; of a lease of short items, the first one of which nothing is known yet.</param>
/// <param name="Node">The node.</param>
/// <param name="Slot">The slot's number.</param>
/// <param name="Attempt">Which attempt it is, from 1.</param>
/// <param name="StartedAt">Since when the run knows that it is in hand; it may have begun a little earlier.</param>
public readonly record struct RunningItem(int Index, string Node, int Slot, int Attempt, DateTimeOffset StartedAt);
