using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Flyte.Actors.Benchmarks;

/// <summary>How long the steps of one run took, in microseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Percentiles(double P50Us, double P99Us)
{
    /// <param name="ticks">Of <see cref="Stopwatch"/>, a number for each step; is sorted.</param>
    public static Percentiles Of(long[] ticks)
    {
        Array.Sort(ticks);
        return new Percentiles(At(0.5), At(0.99));

        double At(double share) => ticks[(int)(share * (ticks.Length - 1))] * 1_000_000.0 / Stopwatch.Frequency;
    }
}
