using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>The items of runs that items have called are listed by another process as by the one that recorded them.</summary>
public sealed class CalledItemRestartTests : DurableTest
{
    private readonly Gate gate = new();
    private readonly Counts counts = new();
    private readonly FlyteTask<int, string> leaf;
    private readonly FlyteTask<int, int> inner;

    public CalledItemRestartTests()
    {
        leaf = Env.Task(
            "leaf",
            (int x, TaskContext context) => x % 10 == 3 ? throw new NonRecoverableException($"{x} is bad")
                : x % 10 == 4 && context.Attempt == 1 ? throw new TimeoutException("busy") : $"the result of item {x}",
            o => o with { Retries = 1 });
        inner = Env.Task("inner", async (int x) => await leaf.MapAsync([x, x + 3]).CountAsync(r => r.IsSuccess));
    }

    [Fact]
    public async Task They_are_the_same_when_all_has_ended_and_in_the_next_process()
    {
        var main = Env.Task("main", async (int x) =>
        {
            await leaf.MapAsync(Enumerable.Range(0, 5_000)).CountAsync();
            await inner.CallAsync(10 * x);
            counts.Add(x);
            await gate.Opened;
            return await inner.CallAsync(20);
        });
        string during;
        string ended;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, main.MapAsync([0, 1], concurrency: 2));
            await Patience.UntilAsync(() => counts.Total == 2);
            during = await ShownAsync(flyte, calls: 1);
            gate.Open();
            await run.WaitAsync().Soon();
            Assert.Equal(during, await ShownAsync(flyte, calls: 2));
            ended = Dump.Of(await flyte.GetRun<int>("run/1/calls").ListItemsAsync().Soon());
        }

        await using var next = await StartAsync().Soon();
        Assert.Equal(during, await ShownAsync(next, calls: 2));
        Assert.Equal(ended, Dump.Of(await next.GetRun<int>("run/1/calls").ListItemsAsync().Soon()));
        foreach (var unknown in new[] { "run/2/calls", "run/0/other_map-0", "nobody/0/calls" })
        {
            Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => next.GetRun<int>(unknown).ListItemsAsync().Soon())).IsUnknown);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(5)]
    public async Task What_was_recorded_is_listed_by_a_process_that_does_not_go_on_and_by_one_that_does(int snapshotAfter)
    {
        var halt = new Halt();
        var main = Env.Task("main", async (int x) =>
        {
            for (var i = 0; i < 10; i++)
            {
                await inner.CallAsync(i);
            }

            await leaf.MapAsync(Enumerable.Range(0, 20).ToArray()).CountAsync();
            await halt.PassAsync();
            counts.Add(x);
            await gate.Opened;
            return await inner.CallAsync(100);
        });
        var options = Options with { Snapshots = new SnapshotRule(Least: snapshotAfter) };
        await using (var flyte = await StartAsync(options).Soon())
        {
            await SubmitAsync(flyte, main.MapAsync([0]));
            await halt.ReachedAsync();
        }

        string shown;
        await using (var looks = await StartAsync(options with { ResumesRuns = false }).Soon())
        {
            shown = await AllAsync(looks, calls: 10);
        }

        await using var next = await StartAsync(options).Soon();
        await Patience.UntilAsync(() => counts.Total == 1);
        Assert.Equal(shown, await AllAsync(next, calls: 10));
        gate.Open();
        await next.GetRun<int>(Id).WaitAsync().Soon();
        Assert.Equal(shown, await AllAsync(next, calls: 11));
    }

    [Fact]
    public async Task Large_payloads_are_read_from_beside_the_journal_in_small_pages()
    {
        const int Size = 900 * 1024;
        const int Count = 6;
        var echo = Env.Task("echo", (string x) => x + x[0]);
        var main = Env.Task("main", async (int count) => await echo.MapAsync([.. Enumerable.Range(0, count).Select(i => new string((char)('a' + i), Size))]).CountAsync());
        await using (var flyte = await StartAsync().Soon())
        {
            await (await SubmitAsync(flyte, main.MapAsync([Count]))).WaitAsync().Soon();
        }

        await using var next = await StartAsync().Soon();
        var map = next.GetRun<string>("run/0/echo_map-0");
        var (items, pages) = (new List<RunItem>(), 0);
        for (int? from = 0; from is { } at; pages++)
        {
            var page = await map.ListItemsAsync(new ItemQuery { From = at }).Soon();
            items.AddRange(page.Items);
            from = page.Next;
        }

        Assert.Equal((2, Count), (pages, items.Count));
        Assert.All(items, i => Assert.Equal((Size + 2, Size + 3, (char)('a' + i.Index)), (i.Input!.Length, i.Result!.Length, i.Result[Size / 2])));
    }

    /// <summary>What is told of a map, of calls and of a map below a call.</summary>
    private static async Task<string> ShownAsync(FlyteRuntime flyte, int calls)
    {
        var map = flyte.GetRun<string>("run/1/leaf_map-0");
        var failed = await map.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, Limit = 20, From = 4_000 }).Soon();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 4_003 + 10 * i), failed.Items.Select(i => i.Index));
        Assert.All(failed.Items, i => Assert.Equal(($"{i.Index}", $"{i.Index} is bad", 1), (i.Input, i.Error!.Message, i.Attempts)));
        Assert.Equal(4_203, failed.Next);
        var good = await map.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Succeeded, From = 2_000, Limit = 50 }).Soon();
        Assert.All(good.Items, i => Assert.Equal(($"{i.Index}", $"\"the result of item {i.Index}\"", i.Index % 10 == 4 ? 2 : 1), (i.Input, i.Result, i.Attempts)));
        Assert.Equal(Enumerable.Range(2_000, 56).Where(i => i % 10 != 3).Take(50), good.Items.Select(i => i.Index));

        var called = (await flyte.GetRun<int>("run/1/calls").ListItemsAsync().Soon()).Items;
        Assert.Equal(calls, called.Count);
        Assert.Equal(("durable.inner", "10", "1", ItemPhase.Succeeded), (called[0].Task!, called[0].Input!, called[0].Result!, called[0].Phase));
        var deep = (await flyte.GetRun<int>("run/1/calls/0/leaf_map-0").ListItemsAsync().Soon()).Items;
        Assert.Equal([("10", ItemPhase.Succeeded), ("13", ItemPhase.Failed)], deep.Select(i => (i.Input!, i.Phase)));
        return Dump.Of(new object[] { failed, good, called[0], deep });
    }

    private static async Task<string> AllAsync(FlyteRuntime flyte, int calls)
    {
        var all = new List<object>();
        for (var i = 0; i < 10; i++)
        {
            all.Add((await flyte.GetRun<string>($"run/0/calls/{i}/leaf_map-0").ListItemsAsync().Soon()).Items.Select(Shown));
        }

        all.Add((await flyte.GetRun<string>("run/0/leaf_map-0").ListItemsAsync().Soon()).Items.Select(Shown));
        var called = (await flyte.GetRun<int>("run/0/calls").ListItemsAsync().Soon()).Items;
        Assert.Equal(calls, called.Count);
        all.Add(called.Take(10).Select(Shown));
        return Dump.Of(all);
    }

    // An item that was found done has had its attempts in another process.
    private static (int, ItemPhase, string?, string?, string?, string?) Shown(RunItem item) =>
        (item.Index, item.Phase, item.Task, item.Input, item.Result, item.Error?.Message);
}
