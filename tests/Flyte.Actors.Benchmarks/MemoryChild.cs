using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>The process whose memory is measured: a recorded map of integers that are made as they are pulled, read as a stream.</summary>
internal static class MemoryChild
{
    public const string Name = "memory";
    public const string Heap = "heap";
    public const string Resident = "resident";
    public const string Milliseconds = "ms";
    public const int Concurrency = 64;

    public static async Task RunAsync(int items, string path, ChildOutput output)
    {
        var environment = new TaskEnvironment("benchmarks");
        var echo = environment.Task("echo", (int item) => item);
        await using var flyte = await FlyteRuntime.StartAsync(Stores.Sqlite(path), environment);
        using var heap = new PeakHeap();
        var started = Stopwatch.GetTimestamp();
        var run = await flyte.SubmitAsync(echo.MapAsync(Lazily(items), Concurrency));
        var count = 0;
        await foreach (var result in run.ResultsAsync())
        {
            if (result.Value != ++count)
            {
                throw new InvalidOperationException($"Item {result.Index} came to {result.Value} where {count} belongs.");
            }
        }

        DurableMap.Counted(Subject.Flyte, items)(count);
        output.Say(Milliseconds, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        output.Say(Heap, heap.Bytes);
        using var process = Process.GetCurrentProcess();
        output.Say(Resident, process.PeakWorkingSet64);
    }

    private static IEnumerable<int> Lazily(int count)
    {
        for (var item = 1; item <= count; item++)
        {
            yield return item;
        }
    }
}
