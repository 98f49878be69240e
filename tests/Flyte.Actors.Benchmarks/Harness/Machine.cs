using System.Runtime;
using System.Runtime.InteropServices;

namespace Flyte.Actors.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    private const double Gibibyte = 1L << 30;

    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;
        var collector = GCSettings.IsServerGC ? "server GC" : "workstation GC";
        var mode = GCSettings.LatencyMode == GCLatencyMode.Batch ? "not concurrent" : "concurrent";
        return FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), {memory:0.0} GiB of memory, {collector}, {mode}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {FsyncProbe.PerSecond():#,0} fsyncs a second in the folder for temporary files");
    }
}
