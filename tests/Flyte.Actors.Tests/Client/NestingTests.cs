using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>An item may call and map, at any depth, and its children end with it.</summary>
public sealed class NestingTests
{
    private readonly TaskEnvironment env = new("nesting");

    [Fact]
    public async Task A_mapped_item_may_map_and_so_may_its_items()
    {
        var leaf = env.Task("leaf", (int i) => i);
        var branch = env.Task("branch", async (int i) => await leaf.MapAsync(Enumerable.Range(0, 10).Select(k => (10 * i) + k), concurrency: 3).Values().SumAsync());
        var trunk = env.Task("trunk", (int i) => branch.Map(Enumerable.Range(0, 10).Select(k => (10 * i) + k), concurrency: 3).Values().Sum());
        var root = env.Task("root", async () => await trunk.MapAsync(Enumerable.Range(0, 3), concurrency: 2).Values().SumAsync());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(Enumerable.Range(0, 300).Sum(), await flyte.RunAsync(root).Soon());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Synchronous_calls_nest_ten_deep(int wide)
    {
        var down = env.Task("bottom", (int depth) => depth);
        for (var level = 0; level < 10; level++)
        {
            var below = down;
            down = env.Task($"level{level}", (int depth) => below.Call(depth + 1));
        }

        var main = env.Task("main", () => down.Map(Enumerable.Repeat(0, wide), concurrency: wide).Values().Sum());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(10 * wide, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_task_may_call_itself()
    {
        FlyteTask<int, int>? self = null;
        self = env.Task("factorial", async (int n) => n < 2 ? 1 : n * await self!.CallAsync(n - 1));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(3_628_800, await flyte.RunAsync(self, 10).Soon());
    }

    [Fact]
    public async Task A_parent_that_waits_does_not_hold_the_slot_that_its_children_need()
    {
        var leaf = env.Task("leaf", (int i) => i);
        var branch = env.Task("branch", (int i) => leaf.Map([i, i], concurrency: 1).Values().Sum());
        var main = env.Task("main", () => branch.Map(Enumerable.Range(0, 20), concurrency: 1).Values().Sum());
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { DefaultConcurrency = 1 }, env);

        Assert.Equal(380, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task Children_that_still_run_when_the_root_ends_are_cancelled()
    {
        var (started, cancelled) = (new Gate(), new Gate());
        var child = env.Task("child", async (int i, CancellationToken cancellation) =>
        {
            started.Open();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.Open(), TaskScheduler.Default);
            return i;
        });
        var main = env.Task("main", async () =>
        {
            _ = child.CallAsync(1);
            await started.Opened;
            return "done";
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("done", await flyte.RunAsync(main).Soon());
        await cancelled.Opened;
    }

    [Fact]
    public async Task Grandchildren_are_cancelled_when_the_root_is()
    {
        var (started, cancelled) = (new Gate(), new Gate());
        var leaf = env.Task("leaf", async (int i, CancellationToken cancellation) =>
        {
            started.Open();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.Open(), TaskScheduler.Default);
            return i;
        });
        var branch = env.Task("branch", (int i) => leaf.Map([i]).Values().Sum());
        var main = env.Task("main", () => branch.CallAsync(1));
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var cancellation = new CancellationTokenSource();

        var run = flyte.RunAsync(main, cancellationToken: cancellation.Token);
        await started.Opened;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Soon());
        await cancelled.Opened;
    }

    [Fact]
    public async Task The_identity_of_a_child_run_has_the_task_the_group_and_the_number()
    {
        var where = env.Task("where", (int i) => TaskContext.Current!.RunId);
        var main = env.Task("main", async () => string.Join(
            ' ',
            await where.MapAsync([1]).Values().FirstAsync(),
            await where.MapAsync([1]).Values().FirstAsync(),
            await where.With(o => o with { Group = "nightly" }).MapAsync([1]).Values().FirstAsync(),
            await where.CallAsync(1)));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(
            "id/0/where_map-0 id/0/where_map-1 id/0/where_nightly-0 id/0/calls",
            await flyte.RunAsync(main, new RunOptions { Id = "id" }).Soon());
    }

    [Fact]
    public async Task Many_calls_at_once_come_back_each_to_its_caller()
    {
        var twice = env.Task("twice", (int i) => 2 * i);
        var text = env.Task("text", (string s) => s + s);
        var main = env.Task("main", async () =>
        {
            var numbers = Enumerable.Range(0, 3000).Select(i => twice.CallAsync(i)).ToArray();
            var texts = Enumerable.Range(0, 300).Select(i => text.CallAsync($"{i}")).ToArray();
            return (await Task.WhenAll(numbers)).Select((v, i) => v == 2 * i).All(same => same)
                && (await Task.WhenAll(texts)).Select((v, i) => v == $"{i}{i}").All(same => same);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.True(await flyte.RunAsync(main).Soon());
    }
}
