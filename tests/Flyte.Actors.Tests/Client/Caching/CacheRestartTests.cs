using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Caching;

/// <summary>Results are taken over by later processes.</summary>
public sealed class CacheRestartTests : TwoStoresTest
{
    private readonly Logbook bodies = new();

    [Fact]
    public async Task Results_survive_a_restart()
    {
        var twice = Twice();
        await using (var flyte = await StartAsync(Sqlite))
        {
            Assert.Equal([2, 4, 6], await flyte.Map(twice.MapAsync([1, 2, 3])).Values().ToListAsync().Soon());
            Assert.Equal(14, await flyte.RunAsync(twice, 7).Soon());
        }

        await using var next = await StartAsync(Sqlite);
        Assert.Equal([6, 2, 8, 14], await next.Map(twice.MapAsync([3, 1, 4, 7])).Values().ToListAsync().Soon());
        Assert.Equal(["1", "2", "3", "4", "7"], bodies.Sorted);
    }

    [Fact]
    public async Task A_run_that_goes_on_after_a_restart_takes_over_results_and_keeps_its_own()
    {
        var isNext = false;
        var slow = Env.Task("slow", async (int i, CancellationToken cancellation) =>
        {
            bodies.Write($"{i}");
            if (!isNext && i > 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }

            return 10 * i;
        }, o => o with { Cache = Cache.Auto with { Version = "1", TimeToLive = TimeSpan.FromDays(1), Ignore = [] } });
        await using (var flyte = await StartAsync(Sqlite))
        {
            var run = await flyte.SubmitAsync(slow.MapAsync([0, 1, 2, 0, 2]), new RunOptions { Id = "cached" }).Soon();
            await run.Until(info => info.Items.Succeeded == 2);
            await bodies.HasLines(3);
        }

        isNext = true;
        await using var next = await StartAsync(Sqlite);
        var again = next.GetRun<int>("cached");
        Assert.Equal([0, 10, 20, 0, 20], await again.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(20, await next.RunAsync(slow, 2).Soon());
        Assert.Equal(["0", "1", "1", "2", "2"], bodies.Sorted);
    }

    [Fact]
    public async Task What_has_expired_in_the_store_runs_again()
    {
        var twice = Env.Task("brief", (int i) =>
        {
            bodies.Write($"{i}");
            return 2 * i;
        }, o => o with { Cache = Cache.Auto with { TimeToLive = TimeSpan.FromTicks(1) } });
        await using (var flyte = await StartAsync(Sqlite))
        {
            Assert.Equal(2, await flyte.RunAsync(twice, 1).Soon());
        }

        await using var next = await StartAsync(Sqlite);
        Assert.Equal(2, await next.RunAsync(twice, 1).Soon());
        Assert.Equal(["1", "1"], bodies.Lines);
    }

    [Fact]
    public async Task The_store_says_which_run_computed_a_result_and_until_when_it_is_good()
    {
        var twice = Env.Task("dated", (int i) => 2 * i, o => o with { Cache = Cache.Auto with { TimeToLive = TimeSpan.FromDays(1) } });
        await using (var flyte = await StartAsync(Sqlite))
        {
            Assert.Equal(6, await flyte.RunAsync(twice, 3, new RunOptions { Id = "three" }).Soon());
        }

        await using var store = (await StoreOpener.OpenAsync(FlyteStore.Sqlite(Path), Durability.Full).Soon())!;
        using var keys = twice.Definition.KeysFor(twice.Options.Cache);
        var entry = Assert.Single(await store.Cache.FindAsync([keys.Of("3"u8).ToBytes()], DateTimeOffset.UtcNow).Soon())!;
        Assert.Equal("6"u8.ToArray(), entry.Value);
        Assert.Equal(("three", 0, TimeSpan.FromDays(1)), (entry.Run, entry.Item, entry.ExpiresAt - entry.CreatedAt));
    }

    private FlyteTask<int, int> Twice() => Env.Task("twice", (int i) =>
    {
        bodies.Write($"{i}");
        return 2 * i;
    }, o => o with { Cache = Cache.Auto });
}
