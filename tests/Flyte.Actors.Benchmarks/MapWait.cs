using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Whether every slot is busy all the time: bodies that wait, and bodies that block their thread.</summary>
internal sealed class MapWait : Benchmark
{
    private const int BodyMs = 10;

    public override string Name => "map-wait";

    public override string Work => "a map of items that wait 10 ms, and of items that block for 10 ms";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = Check.Inputs(settings.Items ?? 5_000);
        var concurrency = settings.Concurrency ?? 100;
        var clock = new BodyClock(items.Length, concurrency);
        var environment = new TaskEnvironment("benchmarks");
        var waiting = environment.Task("waiting", async (int item) =>
        {
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(BodyMs);
            clock.Ended(item, started);
            return item;
        });
        var blocking = environment.Task("blocking", (int item) =>
        {
            var started = Stopwatch.GetTimestamp();
            Thread.Sleep(BodyMs);
            clock.Ended(item, started);
            return item;
        });
        await using var flyte = await FlyteRuntime.StartAsync(environment);

        List<Subject> subjects =
        [
            FlyteMap.InOrder(flyte, waiting, items, concurrency) with { Case = "async", IdealMs = clock.IdealMs },
            FlyteMap.InOrder(flyte, blocking, items, concurrency) with { Case = "blocking", IdealMs = clock.IdealMs },
        ];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings));
        var nominal = Rows.Computed(Name, subjects[0], "nominal", BodyClock.IdealMs(items.Select(_ => (double)BodyMs), concurrency));
        return new Report(
            [.. rows, nominal],
            [
                Goal.TimesFaster("90 % of the ideal with bodies that wait", Report.Find(rows, Subject.Flyte, "async"), "ideal", 0.9),
                Goal.TimesFaster("90 % of the ideal with bodies that block", Report.Find(rows, Subject.Flyte, "blocking"), "ideal", 0.9),
            ],
            ["the ideal is what the bodies took as measured inside them, divided by the concurrency; the nominal one takes them at their word"]);
    }
}
