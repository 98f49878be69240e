using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>How far items may be started ahead of the one that the consumer asks for next.</summary>
public sealed class RunAheadTests
{
    private const int Bound = 4;

    private readonly TaskEnvironment env = new("run_ahead");
    private readonly Tally started = new();
    private readonly Logbook tooEarly = new();
    private int asked;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_bound_no_item_starts_further_ahead_of_the_consumer(bool lazy)
    {
        var item = env.Task("item", (int i) =>
        {
            if (i >= Volatile.Read(ref asked) + Bound)
            {
                tooEarly.Write($"{i}");
            }

            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var inputs = Enumerable.Range(0, 300);
        var map = item.MapAsync(lazy ? inputs.Where(i => i >= 0) : [.. inputs], concurrency: 100, new MapOptions { RunAhead = Bound });
        await using var results = flyte.Map(map).GetAsyncEnumerator();

        while (await results.MoveNextAsync().Soon())
        {
            Assert.Equal(asked, results.Current.Index);
            Volatile.Write(ref asked, asked + 1);
        }

        Assert.Equal(300, asked);
        Assert.Empty(tooEarly.Lines);
    }

    [Fact]
    public async Task With_a_bound_a_slow_first_item_holds_the_rest_back()
    {
        var gate = new Gate();
        var item = env.Task("item", async (int i) =>
        {
            if (i == 0)
            {
                await gate.Opened;
            }
            else if (started.Add() >= Bound && !gate.IsOpen)
            {
                tooEarly.Write($"{i}");
            }

            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(item.MapAsync(Enumerable.Range(0, 100), concurrency: 10, new MapOptions { RunAhead = Bound })).CountAsync();
        await started.Reaches(Bound - 1);
        gate.Open();

        Assert.Equal(100, await map.Soon());
        Assert.Empty(tooEarly.Lines);
    }

    [Fact]
    public async Task Without_a_bound_all_others_run_behind_a_slow_first_item()
    {
        var gate = new Gate();
        var item = Held(gate);
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { RunAhead = Bound }, env);

        var map = flyte.Map(item.MapAsync(Enumerable.Range(0, 5000), concurrency: 2, new MapOptions { RunAhead = 0 })).CountAsync();
        await started.Reaches(4999);
        gate.Open();

        Assert.Equal(5000, await map.Soon());
    }

    [Fact]
    public async Task A_map_that_sets_none_has_the_one_of_the_runtime()
    {
        var item = env.Task("item", (int i) =>
        {
            if (i >= Volatile.Read(ref asked) + Bound)
            {
                tooEarly.Write($"{i}");
            }

            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { RunAhead = Bound }, env);

        await foreach (var _ in flyte.Map(item.MapAsync(Enumerable.Range(0, 100), concurrency: 10)))
        {
            Interlocked.Increment(ref asked);
        }

        Assert.Equal(100, asked);
        Assert.Empty(tooEarly.Lines);
    }

    [Fact]
    public async Task As_completed_the_bound_counts_what_was_read()
    {
        var gate = new Gate();
        var item = Held(gate);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var order = new List<int>();
        await foreach (var result in flyte.Map(item.MapAsync(Enumerable.Range(0, 50), concurrency: 2, new MapOptions { RunAhead = Bound })).AsCompleted())
        {
            order.Add(result.Index);
            if (order.Count == 49)
            {
                gate.Open();
            }
        }

        Assert.Equal(0, order[^1]);
        Assert.Equal(50, order.Count);
    }

    [Fact]
    public void A_negative_run_ahead_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapOptions { RunAhead = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlyteOptions { RunAhead = -1 });
    }

    private FlyteTask<int, int> Held(Gate gate) => env.Task("held", async (int i) =>
    {
        if (i == 0)
        {
            await gate.Opened;
        }
        else
        {
            started.Add();
        }

        return i;
    });
}
