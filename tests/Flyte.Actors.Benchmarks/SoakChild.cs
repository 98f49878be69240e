using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>The process that is kept at its limit, and looks at itself meanwhile.</summary>
internal static class SoakChild
{
    public const string Name = "soak";
    public const string Heap = "heap";
    public const string Resident = "resident";
    public const string Handles = "handles";
    public const string Threads = "threads";
    public const string Items = "items";
    public const string Runs = "runs";
    public const string Disk = "disk";
    public const string Recorded = "recorded";

    private const int Samples = 60;
    private const string HandleFolder = "/proc/self/fd";

    // So that hours of it go on a disk: what has ended is removed, as in a node whose retention has passed once.
    private static readonly TimeSpan Retention = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int seconds, string folder, ChildOutput output)
    {
        var load = new SoakLoad();
        var store = Stores.Sqlite(Path.Combine(folder, "flyte.db")) with { Retention = Retention };
        await using var flyte = await FlyteRuntime.StartAsync(store, load.Tasks);
        using var end = new CancellationTokenSource();
        var work = load.RunAsync(flyte, end.Token);
        var began = Stopwatch.GetTimestamp();
        for (var sample = 1; sample <= Samples && !work.IsCompleted; sample++)
        {
            var left = TimeSpan.FromSeconds((double)seconds * sample / Samples) - Stopwatch.GetElapsedTime(began);
            await Task.WhenAny(work, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero));
            Look(output);
        }

        await end.CancelAsync();
        await work;
        output.Say(Items, load.Items);
        output.Say(Runs, load.Runs);
        output.Say(Disk, new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));
        output.Say(Recorded, await CountAsync(flyte));
    }

    private static void Look(ChildOutput output)
    {
        output.Say(Heap, GC.GetTotalMemory(forceFullCollection: true));
        using var process = Process.GetCurrentProcess();
        output.Say(Resident, process.WorkingSet64);
        output.Say(Handles, Directory.Exists(HandleFolder) ? Directory.GetFileSystemEntries(HandleFolder).Length : process.HandleCount);
        output.Say(Threads, process.Threads.Count);
    }

    private static async Task<int> CountAsync(FlyteRuntime flyte)
    {
        var (count, query) = (0, new RunQuery { Limit = 500 });
        while (await flyte.ListRunsAsync(query) is { Count: > 0 } page)
        {
            count += page.Count;
            query = query with { After = page[^1].Id };
        }

        return count;
    }
}
