namespace Flyte.Actors;

/// <summary>
/// How long a retry waits: before the n-th one (n from 0) <c>min(Base · Factor^n, Cap)</c>, the rule of Flyte 2.
/// </summary>
public sealed record Backoff
{
    /// <summary>No wait: a retry is queued at once. The default.</summary>
    public static Backoff None { get; } = new(TimeSpan.Zero);

    /// <summary>Describes a back-off.</summary>
    /// <param name="baseDelay">The wait before the first retry; zero or more.</param>
    /// <param name="factor">What each further wait is multiplied by; 1 or more, 1 by default.</param>
    /// <param name="cap">The longest wait; required when <paramref name="factor"/> is above 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="factor"/> is above 1 and there is no <paramref name="cap"/>.</exception>
    public Backoff(TimeSpan baseDelay, double factor = 1, TimeSpan? cap = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baseDelay, TimeSpan.Zero);
        if (!(factor >= 1) || double.IsInfinity(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A back-off's factor is a finite number of at least 1.");
        }

        if (cap is { } longest && longest < baseDelay)
        {
            throw new ArgumentOutOfRangeException(nameof(cap), cap, $"A back-off's cap is at least its base, {baseDelay}.");
        }

        if (factor > 1 && cap is null)
        {
            throw new ArgumentException($"A back-off whose factor is {factor} grows without end: give it a cap.", nameof(cap));
        }

        Base = baseDelay;
        Factor = factor;
        Cap = cap;
    }

    /// <summary>The wait before the first retry.</summary>
    public TimeSpan Base { get; }

    /// <summary>What each further wait is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>The longest wait, or none.</summary>
    public TimeSpan? Cap { get; }

    /// <summary>The wait before the <paramref name="retry"/>-th retry, counted from 0.</summary>
    public TimeSpan Delay(int retry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retry);
        if (Base == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var ticks = Base.Ticks * Math.Pow(Factor, retry);
        return Cap is { } cap && !(ticks < cap.Ticks) ? cap : TimeSpan.FromTicks((long)ticks);
    }
}
