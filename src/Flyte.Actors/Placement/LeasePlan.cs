namespace Flyte.Actors.Placement;

/// <summary>What bounds the leases that a run sends to other nodes.</summary>
/// <param name="MaxBytes">The most bytes of inputs in a lease.</param>
/// <param name="RoundTrip">The time from a lease's end to the start of the next one, if that is sent only then.</param>
/// <param name="LeasesPerSecond">The most leases of all its slots that a run handles: with more slots, leases have more items.</param>
internal readonly record struct LeaseRules(int MaxBytes, TimeSpan RoundTrip, int LeasesPerSecond)
{
    /// <summary>A third of a frame, half a millisecond to another machine and back, and what takes a run actor a small part of its time.</summary>
    internal static LeaseRules Default { get; } = new(MaxBytes: 1024 * 1024, TimeSpan.FromMilliseconds(0.5), LeasesPerSecond: 2500);
}

/// <summary>How work goes to a slot on another node.</summary>
/// <param name="Items">The most items of the next lease.</param>
/// <param name="InFlight">How many leases the slot has at a time; the second one starts when the first one ends.</param>
internal readonly record struct LeasePlan(int Items, int InFlight)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// One item at a time, unless the way there and back would be a large part of the time it takes, or so many slots would keep
    /// the run busy with leases alone.
    /// </summary>
    /// <param name="pace">How long an item takes; null when none has ended yet.</param>
    /// <param name="grain">How many items a lease of a slot beside the run would have.</param>
    /// <param name="waiting">Items that wait.</param>
    /// <param name="slots">The slots of the run on all nodes.</param>
    /// <param name="concurrency">The slots that it may come to have, within one lease: what it can keep up with is planned for these.</param>
    /// <param name="bytesPerItem">The size of an input, or of a result where that is larger.</param>
    /// <param name="rules">What bounds leases.</param>
    internal static LeasePlan Of(TimeSpan? pace, int grain, int waiting, int slots, int concurrency, long bytesPerItem, LeaseRules rules)
    {
        if (pace is not { } each)
        {
            return new LeasePlan(1, 1);
        }

        each = each > TimeSpan.Zero ? each : TimeSpan.FromTicks(1);
        var pause = TimeSpan.FromSeconds((double)Math.Max(slots, concurrency) / rules.LeasesPerSecond);
        var keepsUp = Math.Ceiling((pause < Longest ? pause : Longest) / each);
        var wayPays = Math.Max(grain, Math.Ceiling(4 * rules.RoundTrip / each));
        var fair = Math.Max(1, waiting / (2L * Math.Max(1, slots)));
        var fits = Math.Max(1, rules.MaxBytes / Math.Max(1, bytesPerItem));
        var items = Math.Min(fits, Math.Max(keepsUp, Math.Min(fair, wayPays)));
        return new LeasePlan((int)items, each < 8 * rules.RoundTrip ? 2 : 1);
    }
}
