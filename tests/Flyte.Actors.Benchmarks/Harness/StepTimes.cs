using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>How long it takes from the end of each body to where its result is seen.</summary>
internal sealed class StepTimes(int items)
{
    private readonly long[] ends = new long[items];
    private readonly long[] ticks = new long[items];

    /// <summary>Notes the end of an item's body.</summary>
    /// <param name="item">The input, from 1.</param>
    public void Ended(int item) => ends[item - 1] = Stopwatch.GetTimestamp();

    /// <summary>Notes that the item's result is there.</summary>
    /// <param name="item">The input, from 1.</param>
    public void Seen(int item) => ticks[item - 1] = Stopwatch.GetTimestamp() - ends[item - 1];

    public Percentiles Percentiles() => Benchmarks.Percentiles.Of([.. ticks]);
}
