namespace Flyte.Actors.Benchmarks;

/// <summary>What a recorded run costs by itself: many of them at once, and many below one.</summary>
internal sealed class ManyRuns : Benchmark
{
    private const string OneRun = "oneRun";
    private const int Runs = 200;
    private const int ChildItems = 10;
    private const int Flushes = 300;

    public override string Name => "many-runs";

    public override string Work => "recorded runs of few items, all at once, and one run whose items each map ten";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = settings.Items ?? 20_000;
        var concurrency = settings.Concurrency ?? 64;
        var (each, singles, parents) = (Math.Max(1, items / Runs), Math.Max(1, items / 20), Math.Max(1, items / ChildItems));
        var hundreds = FormattableString.Invariant($"{Runs:#,0} runs of {each:#,0}");
        var single = FormattableString.Invariant($"{singles:#,0} runs of 1");
        var children = FormattableString.Invariant($"{parents:#,0} child runs of {ChildItems}");
        var environment = new TaskEnvironment("benchmarks");
        var echo = environment.Task("echo", (int item) => item);
        var parent = environment.Task("parent", async (int item) => await SumAsync(echo.MapAsync(Enumerable.Repeat(item, ChildItems), concurrency)));
        await using var recorded = await RecordedRuntime.StartAsync(environment);
        using var probe = new FsyncProbe(recorded.Folder);
        var flyte = recorded.Flyte;

        List<Subject> subjects =
        [
            Of(Subject.Flyte, hundreds, Runs * each, () => AllAsync(Runs, _ => MapAsync(echo, each)), Runs * Sum(each)),
            Of(Subject.Flyte, single, singles, () => AllAsync(singles, async number => await flyte.RunAsync(echo, number)), Sum(singles)),
            Of(Subject.Flyte, children, parents * ChildItems, () => MapAsync(parent, parents), Sum(parents) * ChildItems),
            Of(OneRun, null, items, () => MapAsync(echo, items), Sum(items)),
            probe.AsSubject(Flushes),
        ];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings.OrRounds(warmUp: 10, repetitions: 5)));
        return new Report(
            rows,
            [
                RunsPerFlush(hundreds, Runs),
                RunsPerFlush(single, singles),
                Goal.TimesFaster("child runs: a quarter of the speed of one run", Report.Find(rows, Subject.Flyte, children), OneRun, 0.25),
            ],
            ["speeds are compared by the item, an item of 'fsync' being one flush"]);

        async Task<long> MapAsync<TOut>(FlyteTask<int, TOut> task, int count)
            where TOut : IConvertible =>
            await SumAsync((await flyte.SubmitAsync(task.MapAsync(Check.Inputs(count), concurrency))).ResultsAsync());

        Subject Of(string name, string? @case, int count, Func<Task<long>> run, long sum) =>
            Subject.Of(name, count, concurrency, "", run, found => CheckSum(name, @case, found, sum)) with { Case = @case };

        Goal RunsPerFlush(string @case, int runs)
        {
            var (row, flush) = (Report.Find(rows, Subject.Flyte, @case), Report.Find(rows, FsyncProbe.Name));
            return Goal.AtLeast($"{@case}: a tenth of the fsyncs a second in runs a second", runs / row.MedianMs / (flush.Items / flush.MedianMs), 0.1);
        }
    }

    private static long Sum(long items) => items * (items + 1) / 2;

    private static async Task<long> AllAsync(int runs, Func<int, Task<long>> run) =>
        (await Task.WhenAll(Enumerable.Range(1, runs).Select(run))).Sum();

    private static async Task<long> SumAsync<TOut>(IAsyncEnumerable<ItemResult<TOut>> results)
        where TOut : IConvertible
    {
        var sum = 0L;
        await foreach (var result in results)
        {
            sum += result.Value.ToInt64(provider: null);
        }

        return sum;
    }

    private static void CheckSum(string subject, string? @case, long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"'{subject}' ({@case}) came to {found} instead of {expected}.");
        }
    }
}
