namespace Flyte.Actors.Benchmarks;

/// <summary>What the runtime itself costs: bodies that do nothing.</summary>
internal sealed class MapCheap : Benchmark
{
    public override string Name => "map-cheap";

    public override string Work => "a map of synchronous items that do nothing, in order, in memory";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = Check.Inputs(settings.Items ?? 200_000);
        var concurrency = settings.Concurrency ?? 64;
        var environment = new TaskEnvironment("benchmarks");
        var echo = environment.Task("echo", (int item) => item);
        await using var flyte = await FlyteRuntime.StartAsync(environment);
        await using var peers = new MapPeers(items, concurrency, item => ValueTask.FromResult(item));

        List<Subject> subjects = [FlyteMap.InOrder(flyte, echo, items, concurrency), .. peers.All, SyncLoop(items)];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings));
        var ours = Report.Find(rows, Subject.Flyte);
        return new Report(
            rows,
            [
                Goal.TimesFaster("10 times as fast as ForEachAsync", ours, "ForEachAsync", 10),
                Goal.TimesFaster("3 times as fast as WhenAll behind a semaphore", ours, "WhenAll", 3),
                Goal.TimesFaster("25 times as fast as Akka.Streams' SelectAsync", ours, "SelectAsync", 25),
                Goal.TimesFaster("within 5 times of the bare loop", ours, "loop", 0.2),
            ],
            ["the bare loop awaits a body in its asynchronous form, as the other peers do; its case 'sync' calls the plain function, for information"]);
    }

    private static Subject SyncLoop(int[] items) => Subject.Of(
        "loop",
        items.Length,
        1,
        "concurrency, asynchronous bodies, error slots, durability",
        () => Task.FromResult(Loop.Run(items, item => item)),
        Check.Echo("loop", items.Length)) with
    {
        Case = "sync",
    };
}
