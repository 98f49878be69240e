using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A root task that was half-way is executed again, and gets what its calls and maps had come to.</summary>
public sealed class RootTaskTests : DurableTest
{
    private readonly Counts counts = new();
    private readonly Halt halt = new();
    private readonly FlyteTask<int, int> triple;

    public RootTaskTests() => triple = Env.Task("triple", (int x) =>
    {
        counts.Add(x);
        return 3 * x;
    });

    [Fact]
    public async Task A_chain_goes_on_where_it_was()
    {
        var main = Env.Task("main", async (int length) =>
        {
            var sum = 0;
            for (var i = 0; i < length; i++)
            {
                sum += await triple.CallAsync(i);
                if (i == length / 2)
                {
                    await halt.PassAsync();
                }
            }

            return sum;
        });

        Assert.Equal(3 * Sum(20), (await RunAsync(main, 20, halt)).Value);
        Assert.Empty(counts.NotOnce(0, 20));
    }

    [Fact]
    public async Task A_gather_runs_what_is_missing()
    {
        var late = Env.Task("late", async (int x) =>
        {
            counts.Add(x);
            if (x % 2 == 1)
            {
                await odd.Opened;
            }

            return x;
        });
        var main = Env.Task("main", async (int count) =>
        {
            var calls = Enumerable.Range(0, count).Select(i => late.CallAsync(i)).ToArray();
            await Task.WhenAll(calls.Where((_, i) => i % 2 == 0));
            var held = halt.PassAsync();
            if (held.IsCompleted)
            {
                odd.Open();
            }

            await held;
            return (await Task.WhenAll(calls)).Sum();
        });

        Assert.Equal(Sum(20), (await RunAsync(main, 20, halt)).Value);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(i % 2 == 0 ? 1 : 2, counts[i]));
    }

    [Fact]
    public async Task A_map_that_was_read_half_runs_no_item_again()
    {
        var main = Env.Task("main", async (int count) => await SumAsync(triple.MapAsync(Enumerable.Range(0, count)), haltAfter: count / 2));

        Assert.Equal(3 * Sum(1000), (await RunAsync(main, 1000, halt)).Value);
        Assert.Empty(counts.NotOnce(0, 500));
        Assert.InRange(counts.Total, 1000, 1500);
    }

    [Fact]
    public async Task Maps_within_maps_go_on_at_every_depth()
    {
        var row = Env.Task("row", async (int y) => await SumAsync(triple.MapAsync(Enumerable.Range(10 * y, 10)), haltAfter: y == 7 ? 10 : 0));
        var main = Env.Task("main", async (int rows) => await SumAsync(row.MapAsync(Enumerable.Range(0, rows), concurrency: 1), haltAfter: 0));

        Assert.Equal(3 * Sum(100), (await RunAsync(main, 10, halt)).Value);
        Assert.Empty(counts.NotOnce(0, 100));
    }

    [Fact]
    public async Task A_loop_over_what_completes_first_gets_what_had_completed()
    {
        var main = Env.Task("main", async (int count) =>
        {
            var sum = await SumAsync(triple.MapAsync(Enumerable.Range(0, count)).AsCompleted(), haltAfter: 0);
            await foreach (var call in Task.WhenEach(Enumerable.Range(count, count).Select(i => triple.CallAsync(i))))
            {
                sum += await call;
            }

            await halt.PassAsync();
            return sum;
        });

        Assert.Equal(3 * Sum(100), (await RunAsync(main, 50, halt)).Value);
        Assert.Empty(counts.NotOnce(0, 100));
    }

    [Fact]
    public async Task What_failed_is_found_again_too()
    {
        var fail = Env.Task("fail", (int x) =>
        {
            counts.Add(x);
            return x < 0 ? x : throw new InvalidOperationException($"no {x}");
        });
        var main = Env.Task("main", async (int count) =>
        {
            var errors = await fail.MapAsync(Enumerable.Range(0, count)).Select(r => r.Error!.Message).ToListAsync();
            errors.Add((await Gather.ResultsAsync([fail.CallAsync(count)]))[0].Error!.Message);
            await halt.PassAsync();
            return string.Join(", ", errors);
        });

        Assert.Equal("no 0, no 1, durable.fail, item 0: no 2", (await RunAsync(main, 2, halt)).Value);
        Assert.Empty(counts.NotOnce(0, 3));
    }

    private readonly Gate odd = new();

    private static int Sum(int count) => count * (count - 1) / 2;

    // Each result at its place: one of another item would show.
    private async Task<int> SumAsync(MapStream<int> map, int haltAfter)
    {
        var (sum, seen) = (0, new HashSet<int>());
        await foreach (var result in map)
        {
            sum += seen.Add(result.Index) ? result.Value : throw new InvalidOperationException($"{result.Index} came twice.");
            if (seen.Count == haltAfter)
            {
                await halt.PassAsync();
            }
        }

        return sum;
    }
}
