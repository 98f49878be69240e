using System.Diagnostics;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>How long it takes until runs go on after what was wrong is over.</summary>
internal sealed class ChaosPace
{
    private readonly Lock gate = new();
    private readonly List<(string Fault, TimeSpan Gap)> gaps = [];
    private (string Fault, long At)? waiting;

    /// <summary>The longest time, and after which fault.</summary>
    internal (string Fault, TimeSpan Gap) Longest
    {
        get
        {
            lock (gate)
            {
                return gaps.Count == 0 ? ("none", TimeSpan.Zero) : gaps.MaxBy(gap => gap.Gap);
            }
        }
    }

    /// <summary>A fault is over.</summary>
    internal void Heal(string fault)
    {
        lock (gate)
        {
            waiting = (fault, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>A result was shown.</summary>
    internal void GoOn()
    {
        lock (gate)
        {
            if (waiting is var (fault, at))
            {
                gaps.Add((fault, Stopwatch.GetElapsedTime(at)));
                waiting = null;
            }
        }
    }
}
