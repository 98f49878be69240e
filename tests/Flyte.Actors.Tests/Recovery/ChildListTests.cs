using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>The runs that items have called are listed while they go on, when they have ended, and in the next process.</summary>
public sealed class ChildListTests : DurableTest
{
    private readonly Gate gate = new();
    private readonly Counts counts = new();
    private readonly FlyteTask<int, int> leaf;
    private readonly FlyteTask<int, int> inner;

    public ChildListTests()
    {
        leaf = Env.Task("leaf", (int x) => x % 3 == 0 ? throw new FormatException($"{x} is bad") : x);
        inner = Env.Task("inner", async (int x) => await leaf.MapAsync([1, 2]).Values().SumAsync() + x);
    }

    [Fact]
    public async Task They_are_listed_while_they_go_on_and_when_they_have_ended_and_in_the_next_process()
    {
        var main = Env.Task("main", async (int x) =>
        {
            var good = await leaf.MapAsync(Enumerable.Range(1, 10).ToArray()).CountAsync(r => r.IsSuccess);
            var sum = await inner.CallAsync(x);
            counts.Add(x);
            await gate.Opened;
            return good + sum;
        });
        string ended;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, main.MapAsync([0, 1, 2], concurrency: 3));
            await Patience.UntilAsync(() => counts.Total == 3);

            var during = (await run.ListChildrenAsync().Soon()).Children;
            Assert.Equal(Expected(), during.Select(child => (child.Item, child.Run.Id)));
            AssertMaps(during);
            Assert.All(during.Where(IsCalls), calls => Assert.Equal((RunPhase.Running, 1, true), (calls.Run.Phase, calls.Run.Items.Succeeded, calls.Run.Items.MoreToCome)));
            await AssertBelowAsync(flyte);

            var end = flyte.GetRun<int>("run/1/calls").WaitAsync();
            gate.Open();
            await run.WaitAsync().Soon();
            Assert.Equal(RunPhase.Succeeded, (await end.Soon()).Phase);
            ended = await ShownAsync(flyte);
        }

        await using var next = await StartAsync().Soon();
        Assert.Equal(ended, await ShownAsync(next));
    }

    [Fact]
    public async Task What_a_process_had_recorded_is_listed_by_the_next_one_that_goes_on_with_it()
    {
        var halt = new Halt();
        var main = Env.Task("main", async (int x) =>
        {
            var good = await leaf.MapAsync(Enumerable.Range(1, 10).ToArray()).CountAsync(r => r.IsSuccess);
            await halt.PassAsync();
            await gate.Opened;
            return good + await inner.CallAsync(x);
        });
        await using (var flyte = await StartAsync().Soon())
        {
            await SubmitAsync(flyte, main.MapAsync([0]));
            await halt.ReachedAsync();
        }

        // Nobody calls it again here.
        await using (var looks = await StartAsync(Options with { ResumesRuns = false }).Soon())
        {
            AssertMaps((await looks.GetRun<int>(Id).ListChildrenAsync().Soon()).Children);
        }

        await using var next = await StartAsync().Soon();
        var run = next.GetRun<int>(Id);
        gate.Open();
        await run.WaitAsync().Soon();
        var children = (await run.ListChildrenAsync().Soon()).Children;
        Assert.Equal(["run/0/calls", "run/0/leaf_map-0"], children.Select(child => child.Run.Id));
        AssertMaps(children);
        Assert.Equal(3, (await next.GetRun<int>("run/0/leaf_map-0").GetFailuresAsync().Soon()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(1000)]
    public async Task Pages_have_each_one_once_and_an_item_has_its_own(int limit)
    {
        var main = Env.Task("main", async (int x) => x % 2 == 0 ? x : await leaf.CallAsync(1) + await leaf.MapAsync([1]).Values().SumAsync());
        await using var flyte = await StartAsync().Soon();
        var run = await SubmitAsync(flyte, main.MapAsync(Enumerable.Range(0, 60).ToArray(), concurrency: 10));
        await run.WaitAsync().Soon();

        var all = new List<string>();
        for (var query = new ChildQuery { Limit = limit }; ;)
        {
            var page = await run.ListChildrenAsync(query).Soon();
            Assert.InRange(page.Children.Count, 1, limit);
            all.AddRange(page.Children.Select(child => child.Run.Id));
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = page.Next };
        }

        Assert.Equal(Enumerable.Range(0, 60).Where(x => x % 2 == 1).SelectMany(x => new[] { $"run/{x}/calls", $"run/{x}/leaf_map-0" }), all);
        Assert.Equal(["run/17/calls", "run/17/leaf_map-0"], (await run.ListChildrenAsync(new ChildQuery { Item = 17 }).Soon()).Children.Select(child => child.Run.Id));
        Assert.Empty((await run.ListChildrenAsync(new ChildQuery { Item = 16 }).Soon()).Children);
    }

    [Fact]
    public async Task A_run_that_has_called_nothing_has_none_and_one_that_is_not_there_says_so()
    {
        await using var flyte = await StartAsync().Soon();
        var run = await SubmitAsync(flyte, leaf.MapAsync([1, 2]));
        await run.WaitAsync().Soon();

        Assert.Equal((0, null), ((await run.ListChildrenAsync().Soon()).Children.Count, (await run.ListChildrenAsync().Soon()).Next));
        foreach (var unknown in new[] { "nobody", "nobody/0/calls", "run/0/calls" })
        {
            Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>(unknown).ListChildrenAsync().Soon())).IsUnknown);
            Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>(unknown).GetInfoAsync().Soon())).IsUnknown);
        }
    }

    [Fact]
    public async Task Without_a_store_those_are_listed_that_go_on()
    {
        var held = Env.Task("held", async (int x) =>
        {
            counts.Add(x);
            await gate.Opened;
            return x;
        });
        var main = Env.Task("main", async (int x) => await held.MapAsync([x, x]).Values().SumAsync());
        await using var flyte = await StartAsync(new FlyteOptions { Store = FlyteStore.Memory }).Soon();
        var run = await SubmitAsync(flyte, main.MapAsync([0, 1], concurrency: 2));
        await Patience.UntilAsync(() => counts.Total == 4);

        var children = (await run.ListChildrenAsync().Soon()).Children;
        Assert.Equal([(0, "run/0/held_map-0"), (1, "run/1/held_map-0")], children.Select(child => (child.Item, child.Run.Id)));
        Assert.Equal((RunPhase.Running, 2), (children[0].Run.Phase, (await flyte.GetRun<int>("run/1/held_map-0").GetInfoAsync().Soon()).Items.Running));

        gate.Open();
        await run.WaitAsync().Soon();
        Assert.Empty((await run.ListChildrenAsync().Soon()).Children);
    }

    private static IEnumerable<(int, string)> Expected() => Enumerable.Range(0, 3).SelectMany(x => new[] { (x, $"run/{x}/calls"), (x, $"run/{x}/leaf_map-0") });

    private static bool IsCalls(ChildRun child) => child.Run.Id.EndsWith("/calls", StringComparison.Ordinal);

    private static void AssertMaps(IReadOnlyList<ChildRun> children) => Assert.All(
        children.Where(child => !IsCalls(child)),
        map => Assert.Equal(
            (RunPhase.Failed, 10, 7, 3, "durable.leaf"),
            (map.Run.Phase, map.Run.Items.Total, map.Run.Items.Succeeded, map.Run.Items.Failed, map.Run.Task)));

    private static async Task AssertBelowAsync(FlyteRuntime flyte)
    {
        var below = (await flyte.GetRun<int>("run/1/calls").ListChildrenAsync().Soon()).Children;
        Assert.Equal((0, "run/1/calls/0/leaf_map-0", RunPhase.Succeeded, 2), below.Select(child => (child.Item, child.Run.Id, child.Run.Phase, child.Run.Items.Succeeded)).Single());
        Assert.Equal(Dump.Of(below[0].Run), Dump.Of(await flyte.GetRun<int>("run/1/calls/0/leaf_map-0").GetInfoAsync().Soon()));
    }

    /// <summary>All that is told of the run's children once it has ended.</summary>
    private static async Task<string> ShownAsync(FlyteRuntime flyte)
    {
        var children = (await flyte.GetRun<int>(Id).ListChildrenAsync().Soon()).Children;
        Assert.Equal(Expected(), children.Select(child => (child.Item, child.Run.Id)));
        AssertMaps(children);
        Assert.All(children.Where(IsCalls), calls => Assert.Equal((RunPhase.Succeeded, 1, false), (calls.Run.Phase, calls.Run.Items.Succeeded, calls.Run.Items.MoreToCome)));
        await AssertBelowAsync(flyte);

        var map = flyte.GetRun<int>("run/2/leaf_map-0");
        Assert.Equal(("FormatException", 3), ((await map.GetFailuresAsync().Soon()).Groups.Single().Code, (await map.GetFailuresAsync().Soon()).Count));
        Assert.Equal(Dump.Of(children[5].Run), Dump.Of(await map.WaitAsync().Soon()));
        Assert.Empty((await map.GetActivityAsync().Soon()).Spans);
        Assert.Contains("remove 'run'", (await Assert.ThrowsAsync<RunRejectedException>(() => map.PurgeAsync().Soon())).Message, StringComparison.Ordinal);
        Assert.Contains("read the results of 'run'", Assert.Throws<RunRejectedException>(() => map.ResultsAsync()).Message, StringComparison.Ordinal);
        Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>("run/7/calls").GetInfoAsync().Soon())).IsUnknown);
        return Dump.Of(children);
    }
}
