namespace Flyte.Actors.Benchmarks;

/// <summary>What an asynchronous body costs that does not complete at once.</summary>
internal sealed class MapYield : Benchmark
{
    public override string Name => "map-yield";

    public override string Work => "a map of items that await Task.Yield(), in order, in memory";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = Check.Inputs(settings.Items ?? 200_000);
        var concurrency = settings.Concurrency ?? 64;
        var environment = new TaskEnvironment("benchmarks");
        var yielding = environment.Task("yielding", async (int item) =>
        {
            await Task.Yield();
            return item;
        });
        await using var flyte = await FlyteRuntime.StartAsync(environment);
        await using var peers = new MapPeers(items, concurrency, async item =>
        {
            await Task.Yield();
            return item;
        });

        List<Subject> subjects = [FlyteMap.InOrder(flyte, yielding, items, concurrency), .. peers.All];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings));
        var ours = Report.Find(rows, Subject.Flyte);
        return new Report(
            rows,
            [
                Goal.TimesFaster("twice as fast as ForEachAsync", ours, "ForEachAsync", 2),
                Goal.TimesFaster("3 times as fast as Akka.Streams' SelectAsync", ours, "SelectAsync", 3),
                Goal.TimesFaster("as fast as the bare loop", ours, "loop", 1),
            ],
            []);
    }
}
