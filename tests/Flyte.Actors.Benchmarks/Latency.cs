using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>How long a recorded result lets its reader wait.</summary>
internal sealed class Latency : Benchmark
{
    private const string InTurn = "in turn";
    private const string Steady = "10,000 a second";
    private const int PerSecond = 10_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private const int Flushes = 300;
    private const double MiddleFlushes = 4;
    private const double HighFlushes = 20;

    public override string Name => "latency";

    public override string Work => "from the end of a body to its recorded result: one call at a time, and a map of 10,000 items a second";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var many = settings.Items ?? 20_000;
        var few = Math.Max(1, many / 40);
        var concurrency = settings.Concurrency ?? 64;
        var (inTurn, steady) = (new StepTimes(few), new StepTimes(many));
        var environment = new TaskEnvironment("benchmarks");
        var call = environment.Task("call", (int item) => Body(inTurn, item));
        var item = environment.Task("item", (int item) => Body(steady, item));
        await using var recorded = await RecordedRuntime.StartAsync(environment);
        using var probe = new FsyncProbe(recorded.Folder);
        using var timer = new PreciseTimer();
        var flyte = recorded.Flyte;

        List<Subject> subjects =
        [
            Of(InTurn, few, 1, inTurn, () => InTurnAsync(flyte, call, few, inTurn)),
            Of(Steady, many, concurrency, steady, () => ReadAsync(flyte, item.MapAsync(PacedAsync(many, timer), concurrency), steady)),
            probe.AsSubject(Flushes),
        ];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings.OrRounds(warmUp: 8, repetitions: 5)));
        var flush = Report.Find(rows, FsyncProbe.Name);
        var flushUs = flush.MedianMs * 1000 / flush.Items;
        return new Report(
            rows,
            [.. Goals(Report.Find(rows, Subject.Flyte, InTurn), flushUs), .. Goals(Report.Find(rows, Subject.Flyte, Steady), flushUs)],
            [FormattableString.Invariant($"the time of an fsync is {flushUs:0} µs, the mean of the probe")]);
    }

    private static IEnumerable<Goal> Goals(Row row, double flushUs) =>
    [
        Goal.Under($"{row.Case}: p50 under {MiddleFlushes} fsyncs", (row.P50Us ?? double.NaN) / flushUs, MiddleFlushes, "fsyncs"),
        Goal.Under($"{row.Case}: p99 under {HighFlushes} fsyncs", (row.P99Us ?? double.NaN) / flushUs, HighFlushes, "fsyncs"),
    ];

    private static Subject Of(string @case, int items, int concurrency, StepTimes times, Func<Task<int>> run) =>
        Subject.Of(Subject.Flyte, items, concurrency, "", run, DurableMap.Counted(Subject.Flyte, items)) with { Case = @case, Latency = times.Percentiles };

    private static int Body(StepTimes times, int item)
    {
        times.Ended(item);
        return item;
    }

    private static async Task<int> InTurnAsync(FlyteRuntime flyte, FlyteTask<int, int> call, int count, StepTimes times)
    {
        for (var item = 1; item <= count; item++)
        {
            times.Seen(await flyte.RunAsync(call, item));
        }

        return count;
    }

    private static async Task<int> ReadAsync(FlyteRuntime flyte, MapStream<int> map, StepTimes times)
    {
        var count = 0;
        await foreach (var result in (await flyte.SubmitAsync(map)).ResultsAsync())
        {
            times.Seen(result.Value);
            count++;
        }

        return count;
    }

    // Ten each millisecond: to be woken for each item takes as much as the item.
    private static async IAsyncEnumerable<int> PacedAsync(int count, PreciseTimer timer)
    {
        var started = Stopwatch.GetTimestamp();
        for (var item = 1; item <= count; item++)
        {
            var early = TimeSpan.FromSeconds((double)item / PerSecond) - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await timer.WaitAsync(early < Tick ? Tick : early);
            }

            yield return item;
        }
    }
}
