namespace Flyte.Actors.Placement;

/// <summary>What a run knows of its items, for the leases of slots on many nodes: how long they take, and how large they are.</summary>
internal sealed class Leasing(LeaseRules rules)
{
    private const double LeastWeight = 1.0 / 8;

    private double bytes;
    private long seen;

    /// <summary>How long an item takes; null when that is not known.</summary>
    internal TimeSpan? Pace { get; private set; }

    /// <summary>Notes how long items take that are like those to come.</summary>
    internal void Expect(TimeSpan? pace) => Pace ??= pace;

    /// <summary>Notes a lease that has ended: one that is like no other one counts little.</summary>
    /// <param name="count">Its items.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="bytesPerItem">The size of an input, or of a result where that is larger.</param>
    internal void Observe(int count, TimeSpan elapsed, double bytesPerItem)
    {
        if (count == 0)
        {
            return;
        }

        seen += count;
        var weight = Math.Max(LeastWeight, (double)count / seen);
        Pace = Pace is { } before ? before + (elapsed / count - before) * weight : elapsed / count;
        bytes += (bytesPerItem - bytes) * weight;
    }

    /// <summary>How much goes to a slot next.</summary>
    /// <param name="isAtHome">Whether it is beside the run.</param>
    /// <param name="grain">How many items a lease would have if the run had no slots elsewhere.</param>
    /// <param name="waiting">Items that wait.</param>
    /// <param name="slots">The slots of the run.</param>
    /// <param name="reach">The slots that it may come to have soon.</param>
    internal LeasePlan Next(bool isAtHome, int grain, int waiting, int slots, int reach) =>
        LeasePlan.Of(Pace, grain, waiting, slots, reach, (long)bytes, isAtHome ? rules.AtHome : rules);
}
