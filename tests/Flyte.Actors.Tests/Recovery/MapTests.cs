using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A map that is recorded and read, in this process and in the next.</summary>
public sealed class MapTests : DurableTest
{
    [Fact]
    public async Task A_map_is_recorded_and_read()
    {
        var square = Env.Task("square", (int x) => x * x);
        await using (var flyte = await StartAsync())
        {
            var run = await flyte.SubmitAsync(square.MapAsync(Enumerable.Range(0, 10_000).ToArray()), new RunOptions { Id = "squares" }).Soon();

            Assert.Equal(Squares(), await run.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
            Assert.Equal(RunPhase.Succeeded, (await run.WaitAsync().Soon()).Phase);
        }

        await using var next = await StartAsync();
        var again = next.GetRun<int>("squares");
        Assert.Equal(Squares(), await again.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(Squares().Order(), (await again.ResultsAsync(asCompleted: true).Select(r => r.Value).ToListAsync().AsTask().Soon()).Order());
        var info = await again.GetInfoAsync().Soon();
        Assert.Equal((RunPhase.Succeeded, 10_000, 10_000), (info.Phase, info.Items.Total, info.Items.Succeeded));
    }

    [Fact]
    public async Task A_root_task_is_recorded_with_what_it_calls()
    {
        var calls = 0;
        var add = Env.Task("add", (int x) =>
        {
            Interlocked.Increment(ref calls);
            return x + 1;
        });
        var main = Env.Task("main", async (int x) =>
        {
            for (var i = 0; i < 5; i++)
            {
                x = await add.CallAsync(x);
            }

            return x + (await add.MapAsync(Enumerable.Range(0, 100)).Select(r => r.Value).SumAsync());
        });
        await using var flyte = await StartAsync();

        Assert.Equal(5 + 5050, await flyte.RunAsync(main, 0).Soon());
        Assert.Equal(105, calls);
    }

    private static IEnumerable<int> Squares() => Enumerable.Range(0, 10_000).Select(x => x * x);
}
