namespace Flyte.Actors.Benchmarks;

/// <summary>Whether a long recorded map keeps a window in memory, and not its items.</summary>
internal sealed class Memory : Benchmark
{
    private const int BytesPerItem = 96;
    private const double ResidentMiB = 1024;
    private const double Mebibyte = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    public override string Name => "memory";

    public override string Work => "a recorded map of integers that are made as they are pulled, read as a stream, in a process of its own";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var few = settings.Items ?? 1_000_000;
        var small = await MeasureAsync(few);
        var large = await MeasureAsync((int)Math.Min(few * 10L, int.MaxValue));
        return new Report(
            [
                RowOf(small, "managed heap", small.Heap), RowOf(small, "resident", small.Resident),
                RowOf(large, "managed heap, ten times", large.Heap), RowOf(large, "resident, ten times", large.Resident),
            ],
            [
                Goal.Under(FormattableString.Invariant($"{small.Items:#,0} items: peak of the managed heap"), (double)small.Heap / small.Items, BytesPerItem, "bytes an item"),
                Goal.Under(FormattableString.Invariant($"{large.Items:#,0} items: peak of the resident memory"), large.Resident / Mebibyte, ResidentMiB, "MiB"),
            ],
            ["measured once; the heap with what was not collected yet, and with what the runtime has of its own"]);
    }

    private Row RowOf(Figures figures, string @case, long bytes) => new()
    {
        Bench = Name,
        Subject = Subject.Flyte,
        Case = @case,
        Items = figures.Items,
        Concurrency = MemoryChild.Concurrency,
        MedianMs = figures.Milliseconds,
        ItemsPerSecond = (long)(figures.Items * 1000.0 / figures.Milliseconds),
        PeakBytesPerItem = bytes / figures.Items,
    };

    private static async Task<Figures> MeasureAsync(int items)
    {
        using var folder = new TempFolder();
        await using var child = ChildProcess.Start(Limit, MemoryChild.Name, FormattableString.Invariant($"{items}"), folder.File("flyte.db"));
        var said = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var (word, number) in child.LinesAsync())
        {
            said[word] = number;
        }

        return new Figures(items, Math.Max(1, said[MemoryChild.Milliseconds]), said[MemoryChild.Heap], said[MemoryChild.Resident]);
    }

    private sealed record Figures(int Items, long Milliseconds, long Heap, long Resident);
}
