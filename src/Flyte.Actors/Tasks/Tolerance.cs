namespace Flyte.Actors;

/// <summary>
/// How many failed items a map may have and still succeed. A map that can no longer reach its target stops at once and ends
/// with a <see cref="ToleranceExceededException"/>.
/// </summary>
/// <remarks>
/// <see cref="MinSuccesses"/> and <see cref="MinSuccessRatio"/> are Flyte 1's; where both are set the count wins. They can be
/// decided once the number of inputs is known, that is, when the input stream has ended.
/// </remarks>
public sealed record Tolerance
{
    /// <summary>Every failure is tolerated: each stands in its slot. The default.</summary>
    public static Tolerance Any { get; } = new();

    /// <summary>The least number of successes; none by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? MinSuccesses
    {
        get;
        init => field = value is >= 0 or null
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinSuccesses), value, "The least number of successes is zero or more.");
    }

    /// <summary>The least share of successes, from 0 to 1; of n items <c>ceil(n · ratio)</c> must succeed. None by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public double? MinSuccessRatio
    {
        get;
        init => field = value is (>= 0 and <= 1) or null
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinSuccessRatio), value, "The least share of successes lies between 0 and 1.");
    }

    /// <summary>The largest number of failures; none by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? MaxFailures
    {
        get;
        init => field = value is >= 0 or null
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxFailures), value, "The largest number of failures is zero or more.");
    }

    /// <summary>Whether <paramref name="failures"/> failed items can still be part of a success.</summary>
    /// <param name="failures">Items that have failed for good.</param>
    /// <param name="total">The number of all items, or null while more may come.</param>
    internal bool Allows(int failures, int? total)
    {
        if (failures > MaxFailures)
        {
            return false;
        }

        if (total is not { } count)
        {
            return true;
        }

        var needed = MinSuccesses ?? (MinSuccessRatio is { } ratio ? (int)Math.Ceiling(count * (decimal)ratio) : 0);
        return count - failures >= needed;
    }

    internal bool IsBounded => MinSuccesses is not null || MinSuccessRatio is not null || MaxFailures is not null;
}
