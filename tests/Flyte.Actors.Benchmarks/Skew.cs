using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Whether slow items hold up the quick ones.</summary>
internal sealed class Skew : Benchmark
{
    private const int SlowEach = 100;
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Slow = Quick * 100;

    public override string Name => "skew";

    public override string Work => "a map of items that wait 0.2 ms, every hundredth 20 ms, in order and as completed";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = Check.Inputs(settings.Items ?? 50_000);
        var concurrency = settings.Concurrency ?? 64;
        var clock = new BodyClock(items.Length, concurrency);
        using var timer = new PreciseTimer();
        var environment = new TaskEnvironment("benchmarks");
        var uneven = environment.Task<int, int>("uneven", RunBodyAsync);
        await using var flyte = await FlyteRuntime.StartAsync(environment);

        List<Subject> subjects =
        [
            FlyteMap.InOrder(flyte, uneven, items, concurrency) with { Case = "ordered", IdealMs = clock.IdealMs },
            FlyteMap.AsCompleted(flyte, uneven, items, concurrency) with { Case = "as completed", IdealMs = clock.IdealMs },
            MapPeers.ForEachAsync(items, concurrency, item => new ValueTask<int>(RunBodyAsync(item))) with { IdealMs = clock.IdealMs },
        ];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings));
        var nominal = Rows.Computed(
            Name, subjects[0], "nominal", BodyClock.IdealMs(items.Select(item => TimeOf(item).TotalMilliseconds), concurrency));
        return new Report(
            [.. rows, nominal],
            [
                Goal.TimesFaster("85 % of the ideal in order", Report.Find(rows, Subject.Flyte, "ordered"), "ideal", 0.85),
                Goal.TimesFaster("85 % of the ideal as completed", Report.Find(rows, Subject.Flyte, "as completed"), "ideal", 0.85),
            ],
            ["the ideal is what the bodies took as measured inside them, divided by the concurrency; the nominal one takes them at their word"]);

        async Task<int> RunBodyAsync(int item)
        {
            var started = Stopwatch.GetTimestamp();
            await timer.WaitAsync(TimeOf(item));
            clock.Ended(item, started);
            return item;
        }
    }

    private static TimeSpan TimeOf(int item) => item % SlowEach == 0 ? Slow : Quick;
}
