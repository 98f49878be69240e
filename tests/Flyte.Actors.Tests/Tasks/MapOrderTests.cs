using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Results come in the order of the inputs, or of their completion where that is asked for.</summary>
public sealed class MapOrderTests
{
    private readonly TaskEnvironment env = new("order");

    [Fact]
    public async Task Results_are_in_input_order_whatever_order_the_items_finish_in()
    {
        Gate[] gates = [new(), new(), new(), new()];
        gates[3].Open();
        var reversed = env.Task("reversed", async (int i) =>
        {
            await gates[i].Opened;
            if (i > 0)
            {
                gates[i - 1].Open();
            }

            return 10 * i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(reversed.MapAsync([0, 1, 2, 3], concurrency: 4)).ToListAsync().Soon();

        Assert.Equal([0, 1, 2, 3], results.Select(r => r.Index));
        Assert.Equal([0, 10, 20, 30], results.Select(r => r.Value));
    }

    [Fact]
    public async Task As_completed_gives_each_result_when_it_is_there_with_its_index()
    {
        Gate[] gates = [new(), new(), new(), new()];
        gates[3].Open();
        var reversed = env.Task("reversed", async (int i) =>
        {
            await gates[i].Opened;
            return 10 * i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var order = new List<(int Index, int Value)>();
        await using var results = flyte.Map(reversed.MapAsync([0, 1, 2, 3], concurrency: 4)).AsCompleted().GetAsyncEnumerator();
        while (await results.MoveNextAsync().Soon())
        {
            var result = results.Current;
            order.Add((result.Index, result.Value));
            gates[Math.Max(0, result.Index - 1)].Open();
        }

        Assert.Equal([(3, 30), (2, 20), (1, 10), (0, 0)], order);
    }

    [Fact]
    public async Task A_result_is_given_out_while_later_items_still_run()
    {
        var gate = new Gate();
        var slow = env.Task("slow", async (int i) =>
        {
            await (i == 0 ? Task.CompletedTask : gate.Opened);
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await using var results = flyte.Map(slow.MapAsync([0, 1], concurrency: 1)).GetAsyncEnumerator();

        Assert.True(await results.MoveNextAsync().Soon());
        Assert.Equal(0, results.Current.Value);

        gate.Open();
        Assert.True(await results.MoveNextAsync().Soon());
        Assert.False(await results.MoveNextAsync().Soon());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(20_000, 64)]
    public async Task Every_item_has_its_result_in_its_place(int count, int concurrency)
    {
        var twice = env.Task("twice", (int i) => 2 * i);
        var later = env.Task("later", async (int i) =>
        {
            await Task.Yield();
            return 2 * i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var expected = Enumerable.Range(0, count).Select(i => 2 * i);

        Assert.Equal(expected, await flyte.Map(twice.MapAsync(Enumerable.Range(0, count), concurrency)).Values().ToListAsync().Soon());
        Assert.Equal(expected, await flyte.Map(later.MapAsync(Enumerable.Range(0, count), concurrency)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task An_empty_input_is_an_empty_result_at_once()
    {
        var never = env.Task("never", int (int i) => throw new InvalidOperationException($"{i}"));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Empty(await flyte.Map(never.MapAsync([])).ToListAsync().Soon());
        Assert.Empty(await flyte.Map(never.MapAsync(new List<int>(), concurrency: 1)).AsCompleted().ToListAsync().Soon());
        Assert.Empty(await flyte.Map(never.MapAsync(Enumerable.Range(0, 9).Where(i => i > 9))).ToListAsync().Soon());
        Assert.Empty(await flyte.Map(never.MapAsync(AsyncEnumerable.Empty<int>())).ToListAsync().Soon());
        Assert.Empty(await flyte.Map(never.MapAsync([])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task Every_enumeration_is_a_run_of_its_own()
    {
        var bodies = new Tally();
        var count = env.Task("count", (int i) => bodies.Add() + (0 * i));
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var map = flyte.Map(count.MapAsync([0, 1, 2], concurrency: 1));

        Assert.Equal([1, 2, 3], (await map.ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal([4, 5, 6], (await map.ToListAsync().Soon()).Select(r => r.Value));
    }
}
