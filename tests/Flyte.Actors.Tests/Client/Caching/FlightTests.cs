using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Caching;

/// <summary>Items of one key that run at the same time run once, in whatever runs they are.</summary>
public sealed class FlightTests : TwoStoresTest
{
    private readonly Logbook bodies = new();
    private readonly Gate gate = new();

    [Theory, InlineData(Memory, 0), InlineData(Memory, 1), InlineData(Sqlite, 0), InlineData(Sqlite, 1)]
    public async Task Equal_items_of_a_map_run_once(string store, int concurrency)
    {
        var slow = Slow();
        await using var flyte = await StartAsync(store);

        gate.Open();
        var run = await flyte.SubmitAsync(slow.MapAsync([1, 2, 1, 3, 1, 2, .. Enumerable.Repeat(1, 500)], concurrency)).Soon();

        Assert.Equal([1, 2, 1, 3, 1, 2, .. Enumerable.Repeat(1, 500)], await run.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(["1", "2", "3"], bodies.Sorted);
        Assert.Equal((506, 506), ((await run.WaitAsync().Soon()).Items.Total, (await run.WaitAsync().Soon()).Items.Succeeded));
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Equal_items_of_several_runs_run_once(string store)
    {
        var slow = Slow();
        await using var flyte = await StartAsync(store);

        var runs = Enumerable.Range(0, 20).Select(_ => flyte.RunAsync(slow, 1)).ToArray();
        var maps = Enumerable.Range(0, 5).Select(_ => flyte.Map(slow.MapAsync([2, 1, 2])).Values().ToListAsync().AsTask()).ToArray();
        await bodies.HasLines(2);
        gate.Open();

        Assert.All(await Task.WhenAll(runs).Soon(), result => Assert.Equal(1, result));
        Assert.All(await Task.WhenAll(maps).Soon(), results => Assert.Equal([2, 1, 2], results));
        Assert.Equal(["1", "2"], bodies.Sorted);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task One_that_waits_runs_itself_when_the_first_fails(string store)
    {
        var slow = Env.Task("slow", async (int i) =>
        {
            bodies.Write($"{i}");
            var nth = bodies.Lines.Length;
            await gate.Opened;
            return nth == 1 ? throw new FormatException("The first one fails.") : i;
        }, o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(store);

        var runs = Enumerable.Range(0, 10).Select(_ => flyte.RunAsync(slow, 1)).ToArray();
        await bodies.HasLines(1);
        gate.Open();

        var results = await Gather.ResultsAsync(runs).Soon();
        Assert.Equal(9, results.Count(r => r.IsSuccess && r.Value == 1));
        Assert.Equal("FormatException", Assert.Single(results, r => !r.IsSuccess).Error?.Code);
        Assert.Equal(2, bodies.Lines.Length);
    }

    [Fact]
    public async Task Items_that_all_fail_all_run()
    {
        var failing = Env.Task("failing", (int i) =>
        {
            bodies.Write($"{i}");
            return i > 0 ? throw new FormatException("No.") : i;
        }, o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(Memory);

        var results = await flyte.Map(failing.MapAsync(Enumerable.Repeat(1, 200), concurrency: 3)).ToListAsync().Soon();

        Assert.All(results, r => Assert.Equal("FormatException", r.Error?.Code));
        Assert.Equal(200, bodies.Lines.Length);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task One_that_waits_runs_itself_when_the_first_is_aborted(string store)
    {
        var slow = Slow();
        await using var flyte = await StartAsync(store);

        var first = await flyte.SubmitAsync(slow.MapAsync([1])).Soon();
        await bodies.HasLines(1);
        var second = await flyte.SubmitAsync(slow.MapAsync([1, 1])).Soon();
        await second.Until(info => info.Items.Queued == 2);
        await first.AbortAsync().Soon();
        await bodies.HasLines(2);
        gate.Open();

        Assert.Equal([1, 1], await second.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(RunPhase.Aborted, (await first.WaitAsync().Soon()).Phase);
        Assert.Equal(2, bodies.Lines.Length);
    }

    [Fact]
    public async Task One_that_waits_can_be_aborted_and_its_neighbour_takes_its_turn()
    {
        var slow = Slow();
        await using var flyte = await StartAsync(Memory);

        var first = await flyte.SubmitAsync(slow.MapAsync([1])).Soon();
        await bodies.HasLines(1);
        var second = await flyte.SubmitAsync(slow.MapAsync([1, 1])).Soon();
        await second.Until(info => info.Items.Queued == 2);
        await second.AbortItemAsync(0).Soon();
        await first.AbortAsync().Soon();
        await bodies.HasLines(2);
        gate.Open();

        var results = await second.ResultsAsync().ToListAsync().AsTask().Soon();
        Assert.Equal(ErrorCodes.Aborted, results[0].Error?.Code);
        Assert.Equal(1, results[1].Value);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_recursive_task_whose_map_has_one_slot_does_not_wait_for_itself(string store)
    {
        FlyteTask<int, long> fib = null!;
        fib = Env.Task("fib", async Task<long> (int n) =>
        {
            bodies.Write($"{n}");
            return n < 2 ? n : await fib.CallAsync(n - 1) + await fib.CallAsync(n - 2);
        }, o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(store);

        var results = await flyte.Map(fib.MapAsync([20, 19, 18, 20], concurrency: 1)).Values().ToListAsync().Soon();

        Assert.Equal([6765, 4181, 2584, 6765], results);
        Assert.Equal(21, bodies.Lines.Length);
    }

    private FlyteTask<int, int> Slow() => Env.Task("slow", async (int i, CancellationToken cancellation) =>
    {
        bodies.Write($"{i}");
        await gate.OpenedAsync(cancellation);
        return i;
    }, o => o with { Cache = Cache.Auto });
}
