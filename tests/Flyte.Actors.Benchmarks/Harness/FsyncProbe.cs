using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>What the disk can do: a block is appended and flushed, again and again.</summary>
internal sealed class FsyncProbe : IDisposable
{
    public const string Name = "fsync";
    private const int BlockBytes = 4096;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    private readonly byte[] block = new byte[BlockBytes];
    private readonly FileStream file;
    private Percentiles last;

    public FsyncProbe(TempFolder folder)
    {
        Random.Shared.NextBytes(block);
        file = new FileStream(folder.File("fsync-probe"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>The probe beside others in their rounds: an item is one flush.</summary>
    public Subject AsSubject(int flushes) =>
        Subject.Of(Name, flushes, 1, "anything but to append 4 KiB and flush", () => Task.Run(() => Run(flushes)), DurableMap.Counted(Name, flushes))
            with
        { Latency = () => last };

    /// <summary>A quick look at a disk that nothing else uses meanwhile.</summary>
    public static double PerSecond()
    {
        using var folder = new TempFolder();
        using var probe = new FsyncProbe(folder);
        var started = Stopwatch.GetTimestamp();
        var flushes = 0;
        while (Stopwatch.GetElapsedTime(started) < Look)
        {
            probe.Flush();
            flushes++;
        }

        return flushes / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose() => file.Dispose();

    private int Run(int flushes)
    {
        var ticks = new long[flushes];
        for (var i = 0; i < flushes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Flush();
            ticks[i] = Stopwatch.GetTimestamp() - started;
        }

        last = Percentiles.Of(ticks);
        return ticks.Length;
    }

    private void Flush()
    {
        file.Write(block);
        file.Flush(flushToDisk: true);
    }
}
