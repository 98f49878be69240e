using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>How long each body really took in the last run. Timers round up, so the nominal times would flatter nobody.</summary>
internal sealed class BodyClock(int items, int concurrency)
{
    private readonly long[] ticks = new long[items];

    /// <summary>Notes the end of an item's body.</summary>
    /// <param name="item">The input, from 1.</param>
    /// <param name="started">The timestamp of the body's first line.</param>
    public void Ended(int item, long started) => ticks[item - 1] = Stopwatch.GetTimestamp() - started;

    /// <summary>The time that no schedule can beat: every slot busy to the end, or the longest body alone.</summary>
    public double IdealMs() => IdealMs(ticks.Select(item => item * 1000.0 / Stopwatch.Frequency), concurrency);

    /// <inheritdoc cref="IdealMs()"/>
    public static double IdealMs(IEnumerable<double> bodies, int concurrency)
    {
        var sum = 0.0;
        var longest = 0.0;
        foreach (var body in bodies)
        {
            sum += body;
            longest = Math.Max(longest, body);
        }

        return Math.Max(sum / concurrency, longest);
    }
}
