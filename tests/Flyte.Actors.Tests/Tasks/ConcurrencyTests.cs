using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>The concurrency is the most bodies in flight, a moving window over the items.</summary>
public sealed class ConcurrencyTests
{
    private readonly TaskEnvironment env = new("concurrency");
    private readonly InFlight inFlight = new();
    private readonly Tally started = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Never_more_than_so_many_asynchronous_bodies_run_and_no_fewer(int concurrency)
    {
        var gate = new Gate();
        var hold = env.Task("hold", async (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            await gate.Opened;
            await Task.Yield();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(hold.MapAsync(Enumerable.Range(0, 200), concurrency)).ToListAsync();
        await started.Reaches(concurrency);
        gate.Open();

        Assert.Equal(200, (await map.Soon()).Count);
        Assert.Equal(concurrency, inFlight.Most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Never_more_than_so_many_blocking_bodies_run_and_no_fewer(int concurrency)
    {
        var gate = new Gate();
        var hold = env.Task("hold", (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            gate.Wait();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(hold.MapAsync(Enumerable.Range(0, 200), concurrency)).ToListAsync();
        await started.Reaches(concurrency);
        gate.Open();

        Assert.Equal(200, (await map.Soon()).Count);
        Assert.Equal(concurrency, inFlight.Most);
    }

    [Fact]
    public async Task The_limit_holds_for_cheap_items_too()
    {
        var cheap = env.Task("cheap", (int i) =>
        {
            using var body = inFlight.Enter();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(50_000, await flyte.Map(cheap.MapAsync(Enumerable.Range(0, 50_000), concurrency: 3)).CountAsync().Soon());
        Assert.InRange(inFlight.Most, 1, 3);
    }

    [Fact]
    public async Task Any_finished_item_admits_the_next_while_a_slow_one_goes_on()
    {
        var gate = new Gate();
        var mixed = env.Task("mixed", async (int i) =>
        {
            started.Add();
            await (i == 0 ? gate.Opened : Task.CompletedTask);
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(mixed.MapAsync(Enumerable.Range(0, 100), concurrency: 2)).CountAsync();
        await started.Reaches(100);
        gate.Open();

        Assert.Equal(100, await map.Soon());
    }

    [Fact]
    public async Task A_concurrency_above_the_number_of_items_is_fine()
    {
        using var together = new Barrier(4);
        var meet = env.Task("meet", (int i) => together.SignalAndWait(Patience.Bound) ? i : throw new TimeoutException("The others did not come."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([0, 1, 2, 3], await flyte.Map(meet.MapAsync([0, 1, 2, 3], concurrency: int.MaxValue)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task Zero_is_the_bound_of_the_runtime()
    {
        var gate = new Gate();
        var hold = env.Task("hold", async (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            await gate.Opened;
            await Task.Yield();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { DefaultConcurrency = 3 }, env);

        var map = flyte.Map(hold.MapAsync(Enumerable.Range(0, 50))).CountAsync();
        await started.Reaches(3);
        gate.Open();

        Assert.Equal(50, await map.Soon());
        Assert.Equal(3, inFlight.Most);
    }

    [Fact]
    public async Task The_single_calls_of_an_item_have_the_bound_of_the_runtime()
    {
        var gate = new Gate();
        var hold = env.Task("hold", async (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            await gate.Opened;
            await Task.Yield();
            return i;
        });
        var main = env.Task("main", async () => (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => hold.CallAsync(i)))).Sum());
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { DefaultConcurrency = 3 }, env);

        var run = flyte.RunAsync(main);
        await started.Reaches(3);
        gate.Open();

        Assert.Equal(1225, await run.Soon());
        Assert.Equal(3, inFlight.Most);
    }

    [Fact]
    public async Task Sixty_four_blocking_bodies_run_at_once()
    {
        using var together = new Barrier(64);
        var meet = env.Task("meet", (int i) => together.SignalAndWait(Patience.Bound) ? i : throw new TimeoutException("The others did not come."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(Enumerable.Range(0, 64), await flyte.Map(meet.MapAsync(Enumerable.Range(0, 64), concurrency: 64)).Values().ToListAsync().Soon());
    }
}
