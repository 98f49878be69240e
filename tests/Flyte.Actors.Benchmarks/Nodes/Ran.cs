using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>A result that tells where and when its body ran.</summary>
/// <param name="Item">The input.</param>
/// <param name="Process">The process that ran it.</param>
/// <param name="From">When its body began, by a clock that is the same for all processes.</param>
/// <param name="To">When its body ended.</param>
internal readonly record struct Ran(int Item, int Process, long From, long To)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(From, To).TotalMilliseconds;

    /// <summary>How much of a time it ran.</summary>
    public TimeSpan Within(long from, long to) => Stopwatch.GetElapsedTime(Math.Max(From, from), Math.Max(Math.Min(To, to), Math.Max(From, from)));
}
