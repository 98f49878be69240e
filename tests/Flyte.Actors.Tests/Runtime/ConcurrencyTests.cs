using System.Collections.Concurrent;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The router is sized by the concurrency, which can be changed while the run is going.</summary>
public sealed class ConcurrencyTests : RuntimeTest
{
    private readonly SemaphoreSlim started = new(0);
    private readonly SemaphoreSlim released = new(0);
    private readonly FlyteTask<int, int> task;
    private int running;
    private int most;

    public ConcurrencyTests()
    {
        task = Env.Task("busy", (int n) =>
        {
            var now = Interlocked.Increment(ref running);
            for (var seen = most; now > seen; seen = most)
            {
                Interlocked.CompareExchange(ref most, now, seen);
            }

            started.Release();
            Assert.True(released.Wait(Limit));
            Interlocked.Decrement(ref running);
            return n;
        });
    }

    [Fact]
    public async Task So_many_blocking_bodies_run_at_once_as_the_concurrency_allows()
    {
        var (id, _) = await RunAsync(Spec(task, concurrency: 64), task, [.. Enumerable.Range(0, 200)]);
        await StartedAsync(64);
        Assert.Equal(64, running);

        released.Release(200);
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(Enumerable.Range(0, 200), results.Select(r => r.Value));
        Assert.Equal(64, most);
    }

    [Fact]
    public async Task A_run_that_is_made_larger_runs_more_items_at_once()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, [.. Enumerable.Range(0, 20)]);
        await StartedAsync(1);

        await AskAsync<Done>(new ResizeRun(id, 5));
        await AskAsync<Done>(new ResizeRun(id, 5));
        await StartedAsync(4);
        await FenceAsync(run);

        Assert.Equal((5, 5, 5), (running, (await GetAsync(id)).Concurrency, (await GetAsync(id)).Slots));
        released.Release(20);
        Assert.Equal(20, (await ReadAsync<int>(id)).Results.Count);
        Assert.Equal(5, most);
    }

    [Fact]
    public async Task A_run_that_is_made_smaller_lets_what_runs_finish_and_then_keeps_to_its_size()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 5), task, [.. Enumerable.Range(0, 20)]);
        await StartedAsync(5);
        await AskAsync<Done>(new ResizeRun(id, 2));
        Assert.Equal((2, 5), ((await GetAsync(id)).Concurrency, (await GetAsync(id)).Slots));

        released.Release(5);
        await StartedAsync(2);
        await FenceAsync(run);
        await AwaitConditionAsync(async () => (await GetAsync(id)).Slots == 2, Limit, TimeSpan.FromMilliseconds(10));
        (most, _) = (0, released.Release(15));
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(20, results.Count);
        Assert.InRange(most, 0, 2);
    }

    [Fact]
    public async Task A_size_that_is_no_size_is_refused_and_changes_nothing()
    {
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1);
        await StartedAsync(1);

        var answer = await AskAsync<RunRejected>(new ResizeRun(id, 0));

        Assert.Contains("0", answer.Reason, StringComparison.Ordinal);
        released.Release(2);
        Assert.Equal((2, 1), ((await ReadAsync<int>(id)).Results.Count, (await GetAsync(id)).Concurrency));
    }

    [Fact]
    public async Task A_slow_item_does_not_hold_its_neighbours()
    {
        var slow = Gate();
        var mixed = Env.Task("mixed", (int n) => n != 300 || slow.Wait(Limit) ? n : -1);
        var (id, _) = await RunAsync(Spec(mixed, concurrency: 2), mixed, [.. Enumerable.Range(0, 1000)]);

        await AwaitConditionAsync(async () => (await GetAsync(id)).Items.Succeeded == 999, Limit, TimeSpan.FromMilliseconds(10));
        slow.Set();

        Assert.Equal(Enumerable.Range(0, 1000), (await ReadAsync<int>(id)).Results.Select(r => r.Value));
    }

    [Fact]
    public async Task A_run_of_cheap_items_does_not_start_as_many_item_actors_as_it_may()
    {
        var cheap = Env.Task("cheap", (int n) => n);
        var (id, _) = await RunAsync(Spec(cheap, concurrency: 1000), cheap, [.. Enumerable.Range(0, 5000)]);

        var info = await EndAsync(id);

        Assert.Equal(5000, info.Items.Succeeded);
        Assert.InRange(info.Slots, 1, 500);
    }

    [Fact]
    public async Task Async_bodies_that_wait_run_at_once_too()
    {
        var all = new TaskCompletionSource();
        var inside = 0;
        var wait = Env.Task("wait", async (int n) =>
        {
            if (Interlocked.Increment(ref inside) == 200)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(Limit);
            return n;
        });
        var (id, _) = await RunAsync(Spec(wait, concurrency: 200), wait, [.. Enumerable.Range(0, 200)]);

        Assert.All((await ReadAsync<int>(id)).Results, r => Assert.True(r.IsSuccess));
    }

    [Fact]
    public async Task Each_item_is_run_once()
    {
        var seen = new ConcurrentDictionary<int, int>();
        var count = Env.Task("count", async (int n) =>
        {
            seen.AddOrUpdate(n, 1, (_, times) => times + 1);
            if (n % 50 == 0)
            {
                await Task.Yield();
            }

            return n;
        });
        var (id, _) = await RunAsync(Spec(count, concurrency: 8), count, [.. Enumerable.Range(0, 20_000)]);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(Enumerable.Range(0, 20_000), results.Select(r => r.Value));
        Assert.All(seen, s => Assert.Equal(1, s.Value));
    }

    private async Task StartedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await started.WaitAsync(Limit));
        }
    }
}
