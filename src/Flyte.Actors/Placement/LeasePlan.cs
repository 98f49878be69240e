using Flyte.Actors.Runs;

namespace Flyte.Actors.Placement;

/// <summary>What bounds the leases of a run whose slots are on many nodes.</summary>
/// <param name="MaxBytes">The most bytes of inputs or results in a lease.</param>
/// <param name="RoundTrip">The time from a lease's end to the start of the next one.</param>
/// <param name="LeasesPerSecond">The most leases of all its slots that a run handles: with more slots, leases have more items.</param>
/// <param name="MaxBytesOfAll">The most bytes of inputs or results in all leases that are out.</param>
internal readonly record struct LeaseRules(int MaxBytes, TimeSpan RoundTrip, int LeasesPerSecond, long MaxBytesOfAll)
{
    /// <summary>A quarter of a frame, half a millisecond to another machine and back, what takes a run actor a small part of its time, and what its ledger holds.</summary>
    internal static LeaseRules Default { get; } = new(
        MaxBytes: 1024 * 1024, TimeSpan.FromMilliseconds(0.5), LeasesPerSecond: 2500, LedgerRules.MaxWindowBytes * 2 / 3);

    /// <summary>For the slots beside the run.</summary>
    internal LeaseRules AtHome => this with { RoundTrip = TimeSpan.Zero };
}

/// <summary>How much work goes to a slot at a time.</summary>
/// <param name="Items">The most items of the next lease.</param>
/// <param name="Patience">How long a lease of so many may take before what is not started of it is asked back.</param>
internal readonly record struct LeasePlan(int Items, TimeSpan Patience)
{
    /// <summary>The way there and back is no larger a part of a lease, while enough work waits.</summary>
    private const int WayIsOneIn = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// One item at a time, unless the way there and back would be a large part of the time it takes, or so many slots would keep
    /// the run busy with leases alone.
    /// </summary>
    /// <param name="pace">How long an item takes; null when none has ended yet.</param>
    /// <param name="grain">How many items a lease would have if the run had no slots elsewhere.</param>
    /// <param name="waiting">Items that wait.</param>
    /// <param name="slots">The slots of the run on all nodes.</param>
    /// <param name="reach">The slots that it may come to have, within one lease: what it can keep up with is planned for these.</param>
    /// <param name="bytesPerItem">The size of an input, or of a result where that is larger.</param>
    /// <param name="rules">What bounds leases.</param>
    internal static LeasePlan Of(TimeSpan? pace, int grain, int waiting, int slots, int reach, long bytesPerItem, LeaseRules rules)
    {
        if (pace is not { } each)
        {
            return new LeasePlan(1, TimeSpan.Zero);
        }

        each = each > TimeSpan.Zero ? each : TimeSpan.FromTicks(1);
        var most = Math.Max(1, Math.Max(slots, reach));
        var pause = TimeSpan.FromSeconds((double)most / rules.LeasesPerSecond);
        var keepsUp = Math.Ceiling((pause < Longest ? pause : Longest) / each);
        var wayPays = Math.Max(grain, Math.Ceiling(WayIsOneIn * rules.RoundTrip / each));
        var fair = Math.Max(1, waiting / (2L * Math.Max(1, slots)));
        var fits = Math.Max(1, Math.Min(rules.MaxBytes, rules.MaxBytesOfAll / most) / Math.Max(1, bytesPerItem));
        var items = (int)Math.Min(fits, Math.Max(keepsUp, Math.Min(fair, wayPays)));
        return new LeasePlan(items, 2 * items * each + rules.RoundTrip);
    }
}
