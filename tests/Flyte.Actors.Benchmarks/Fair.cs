namespace Flyte.Actors.Benchmarks;

/// <summary>Whether small runs get their turn beside one that has more work than all processors can do.</summary>
internal sealed class Fair : Benchmark
{
    private const string Huge = "huge";

    // A body of the huge run takes a millisecond. A small run that waits behind each of its thousand slots waits for half a second on two
    // processors, a hundred times its own time; one that takes turns with it waits for what is in hand, once for each of its own steps.
    private const double MiddleTimes = 8;
    private const double HighTimes = 16;
    private const double LeastShare = 0.25;

    public override string Name => "fair";

    public override string Work => "recorded runs of one item, eight at a time, by themselves and beside a run whose every slot has a millisecond's work";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var (count, concurrency) = (settings.Items ?? 200, settings.Concurrency ?? 1000);
        var tasks = new TaskEnvironment("benchmarks");
        var (small, huge) = (tasks.Task("small_sync", (int item) => item), tasks.Task("huge_sync", (int item) => Crowd.Work(item)));
        var (smallAsync, hugeAsync) = (tasks.Task("small_async", (int item) => LaterAsync(item)), tasks.Task("huge_async", async (int item) => Crowd.Work(await LaterAsync(item))));
        await using var recorded = await RecordedRuntime.StartAsync(tasks);
        (string Kind, Crowd Crowd)[] crowds =
        [
            ("synchronous", new Crowd(recorded.Flyte, small, huge, count, concurrency)), ("asynchronous", new Crowd(recorded.Flyte, smallAsync, hugeAsync, count, concurrency)),
        ];
        Subject[] subjects = [.. crowds.SelectMany(each => Subjects(each.Kind, each.Crowd, count, concurrency))];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings.OrRounds(warmUp: 1, repetitions: 3)));
        return new Report(
            [.. rows.Where(row => row.Subject != Huge)],
            [.. crowds.SelectMany(each => Goals(each.Kind, each.Crowd, rows))],
            [FormattableString.Invariant($"the huge run has {concurrency:#,0} items in flight; p50 and p99 are of a small run, from its call to its recorded result")]);
    }

    private static async Task<int> LaterAsync(int item)
    {
        await Task.Yield();
        return item;
    }

    private static IEnumerable<Subject> Subjects(string kind, Crowd crowd, int count, int concurrency)
    {
        yield return Small(AloneOf(kind), crowd.SmallAsync);
        yield return Small(BesideOf(kind), crowd.BesideAsync);
        yield return Subject.Of(Huge, count, concurrency, "", crowd.AloneAsync, DurableMap.Counted(Huge, count)) with { Case = kind };

        Subject Small(string @case, Func<Task<int>> run) =>
            Subject.Of(Subject.Flyte, count, Crowd.Callers, "", run, DurableMap.Counted(Subject.Flyte, count)) with { Case = @case, Latency = crowd.Percentiles };
    }

    private static IEnumerable<Goal> Goals(string kind, Crowd crowd, IReadOnlyList<Row> rows)
    {
        var (alone, beside) = (Report.Find(rows, Subject.Flyte, AloneOf(kind)), Report.Find(rows, Subject.Flyte, BesideOf(kind)));
        yield return Goal.Under($"{kind}: p50 of the small runs, beside to alone", beside.P50Us / alone.P50Us ?? double.NaN, MiddleTimes, "times");
        yield return Goal.Under($"{kind}: p99 of the small runs, beside to alone", beside.P99Us / alone.P99Us ?? double.NaN, HighTimes, "times");
        yield return Goal.AtLeast($"{kind}: speed of the huge run, beside to alone", crowd.Share, LeastShare);
    }

    private static string AloneOf(string kind) => $"{kind}, alone";

    private static string BesideOf(string kind) => $"{kind}, beside a huge run";
}
