namespace Flyte.Actors.Runs;

/// <summary>How many items a run wants to have, and how far they may start ahead of its reader.</summary>
internal sealed class Admission(int runAhead, int maxWindow)
{
    private const int SizeUnknown = 64;

    private int slots = 1;
    private int leaseSize = 1;
    private bool isPlanned;
    private long inputs;
    private long inputBytes;
    private int consumed;
    private int known;

    internal Grain Grain { get; } = new();

    /// <summary>The index before which items may start.</summary>
    internal int End => runAhead == 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, (long)consumed + runAhead);

    /// <summary>Notes the position up to which the reader has used what it got, and returns the furthest.</summary>
    internal int Consume(int position) => consumed = Math.Max(consumed, position);

    /// <summary>How many items a lease should have.</summary>
    internal int LeaseSize(int waiting, int slots, int? items)
    {
        (this.slots, isPlanned) = (slots, items is not null);
        return leaseSize = items ?? Grain.Next(waiting, slots);
    }

    /// <summary>Notes how many of the items of a page had their results before they came: while all have, more are wanted at once.</summary>
    internal void ObserveKnown(int count, int of) => known = count < of ? 0 : Math.Clamp(4 * of, known, Grain.Max);

    /// <summary>Notes how large inputs are; null where they are not written.</summary>
    internal void ObserveInputs(int count, int? bytes) => (inputs, inputBytes) = (inputs + count, inputBytes + (bytes ?? (long)SizeUnknown * count));

    /// <summary>The index up to which inputs are wanted: enough for every slot to find its next lease, and no more.</summary>
    internal int Credit(int accepted, int undecided, int concurrency)
    {
        var window = Math.Clamp(Math.Max(Math.Max(2L * concurrency, known), 4L * slots * Math.Max(Grain.Size, leaseSize)), 2, maxWindow);
        return (int)Math.Min(accepted - undecided + Math.Max(window, ForLeases), End);
    }

    // What is in the leases of slots on many nodes, and half as much to wait.
    private long ForLeases => isPlanned
        ? Math.Min(slots * (leaseSize * 3L / 2), LedgerRules.MaxWindowBytes / Math.Max(1, inputBytes / Math.Max(1, inputs)))
        : 0;
}
