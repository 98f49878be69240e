using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>The items of a run that an item has called are listed as those of any other, recorded or not, while its caller goes on.</summary>
public sealed class CalledItemTests : TwoStoresTest
{
    private const string Id = "run";

    private readonly Gate gate = new();
    private readonly Counts counts = new();

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task They_stand_in_the_phase_that_they_are_counted_in(string store)
    {
        var step = Env.Task("step", (string what) => StepAsync(what), o => o with { Retries = 1, Backoff = new Backoff(TimeSpan.FromHours(1)) });
        var main = Env.Task("main", async (string[] what) => await step.MapAsync(what, concurrency: 1).CountAsync());
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(main.MapAsync([["ok", "fail", "retry", "hold", "wait", "wait"]]), new RunOptions { Id = Id }).Soon();
        await Patience.UntilAsync(() => counts.Total == 1);
        var map = flyte.GetRun<int>($"{Id}/0/step_map-0");
        await map.Until(info => info.Items is { Succeeded: 1, Failed: 1, Retrying: 1, Running: 1, Queued: 2 });

        await AssertPhaseAsync(map, ItemPhase.Succeeded, 0);
        await AssertPhaseAsync(map, ItemPhase.Failed, 1);
        await AssertPhaseAsync(map, ItemPhase.Retrying, 2);
        await AssertPhaseAsync(map, ItemPhase.Running, 3);
        await AssertPhaseAsync(map, ItemPhase.Queued, 4, 5);
        var items = (await map.ListItemsAsync().Soon()).Items;
        Assert.Equal(["\"ok\"", "\"fail\"", "\"retry\"", "\"hold\"", "\"wait\"", "\"wait\""], items.Select(i => i.Input));
        Assert.Equal([1, 1, 1, 1, 0, 0], items.Select(i => i.Attempts));
        Assert.Equal([("2", null), (null, "never"), (null, "again"), (null, null), (null, null), (null, null)], items.Select(i => (i.Result, i.Error?.Message)));
        Assert.Equal([2], items.Where(i => i.NextAttemptAt is not null).Select(i => i.Index));
        Assert.All(items, i => Assert.Equal((2, null), (i.MaxAttempts, i.Task)));
        await run.AbortAsync().Soon();
        await run.WaitAsync().Soon();
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task What_was_called_and_is_done_is_shown_while_its_caller_goes_on_at_any_depth(string store)
    {
        var leaf = Env.Task("leaf", (int x) => x % 3 == 0 ? throw new FormatException($"{x} is bad") : 10 * x);
        var other = Env.Task("other", (string x) => x.Length, o => o with { Retries = 4 });
        var inner = Env.Task("inner", async (int x) =>
        {
            var sum = x + await leaf.MapAsync([1, 2]).Values().SumAsync();
            counts.Add(x);
            await gate.Opened;
            return sum;
        });
        var main = Env.Task("main", async (int x) =>
        {
            await leaf.MapAsync(Enumerable.Range(1, 10).ToArray()).CountAsync(r => r.IsSuccess);
            return await other.CallAsync("four") + await inner.CallAsync(x);
        });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(main.MapAsync([7, 8], concurrency: 2), new RunOptions { Id = Id }).Soon();
        await Patience.UntilAsync(() => counts.Total == 2);

        var map = flyte.GetRun<int>($"{Id}/1/leaf_map-0");
        var failed = await map.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, Limit = 2 }).Soon();
        Assert.Equal([(2, "3", "3 is bad"), (5, "6", "6 is bad")], failed.Items.Select(i => (i.Index, i.Input!, i.Error!.Message)));
        Assert.Equal(8, failed.Next);
        Assert.Equal([("7", "70"), ("8", "80")], (await map.ListItemsAsync(new ItemQuery { From = 6, Limit = 2 }).Soon()).Items.Select(i => (i.Input!, i.Result!)));
        Assert.Equal(Enumerable.Range(0, 10), (await map.ListItemsAsync().Soon()).Items.Select(i => i.Index));

        var calls = (await flyte.GetRun<int>($"{Id}/0/calls").ListItemsAsync().Soon()).Items;
        Assert.Equal(
            [("env.other", "\"four\"", ItemPhase.Succeeded, "4", 5), ("env.inner", "7", ItemPhase.Running, null, 1)],
            calls.Select(i => (i.Task!, i.Input!, i.Phase, i.Result, i.MaxAttempts!.Value)));
        var deep = (await flyte.GetRun<int>($"{Id}/0/calls/1/leaf_map-0").ListItemsAsync().Soon()).Items;
        Assert.Equal([("1", "10"), ("2", "20")], deep.Select(i => (i.Input!, i.Result!)));

        gate.Open();
        await run.WaitAsync().Soon();
        var after = map.ListItemsAsync();
        if (store == Sqlite)
        {
            Assert.Equal(10, (await after.Soon()).Items.Count);
        }
        else
        {
            Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => after.Soon())).IsUnknown);
        }
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task A_caller_that_is_executed_again_shows_what_it_finds_done(string store)
    {
        var leaf = Env.Task("leaf", (int x) => x == 3 && counts.Add(3) < 3 ? throw new FormatException("not yet") : 10 * x);
        var main = Env.Task(
            "main",
            async (int[] numbers, TaskContext context) =>
            {
                // Another order: what is found has stood in another place.
                var results = await leaf.MapAsync(context.Attempt == 1 ? numbers : [.. numbers.Reverse()]).ToListAsync();
                await leaf.CallAsync(5);
                if (context.Attempt == 1)
                {
                    throw new TimeoutException("once more");
                }

                counts.Add(100);
                await gate.Opened;
                return results.Count(r => r.IsSuccess);
            },
            o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(main.MapAsync([[1, 2, 3, 4]]), new RunOptions { Id = Id }).Soon();
        await Patience.UntilAsync(() => counts[100] == 1);

        await AssertAsync();
        gate.Open();
        await run.WaitAsync().Soon();
        if (store == Sqlite)
        {
            await AssertAsync();
        }

        async Task AssertAsync()
        {
            var map = flyte.GetRun<int>($"{Id}/0/leaf_map-0");
            var items = (await map.ListItemsAsync().Soon()).Items;
            Assert.Equal(["4", "3", "2", "1"], items.Select(i => i.Input));
            Assert.Equal(["40", null, "20", "10"], items.Select(i => i.Result));
            Assert.Equal((ItemPhase.Failed, "not yet", 1), (items[1].Phase, items[1].Error!.Message, items[1].Error!.Index));
            Assert.Equal([1], (await map.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed }).Soon()).Items.Select(i => i.Index));
            Assert.Equal(("5", "50"), (await flyte.GetRun<int>($"{Id}/0/calls").ListItemsAsync().Soon()).Items.Select(i => (i.Input!, i.Result!)).Single());
        }
    }

    [Fact]
    public async Task What_is_called_by_an_item_that_is_never_executed_again_is_its_alone()
    {
        var leaf = Env.Task("leaf", (int x) => x);
        var main = Env.Task("main", async (int x) =>
        {
            await using var results = leaf.MapAsync([x]).GetAsyncEnumerator();
            await results.MoveNextAsync();
            counts.Add(await leaf.CallAsync(1));
            await gate.Opened;
            return x;
        });
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Memory, SystemRetries = 0 }, Env).Soon();
        var run = await flyte.SubmitAsync(main.MapAsync([7]), new RunOptions { Id = Id }).Soon();
        await Patience.UntilAsync(() => counts.Total == 1);

        foreach (var called in new[] { $"{Id}/0/leaf_map-0", $"{Id}/0/calls" })
        {
            var refused = await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>(called).ListItemsAsync().Soon());
            Assert.Contains($"'{called}' are kept for the item that has called it only", refused.Message, StringComparison.Ordinal);
            Assert.Contains("give the runtime a store", refused.Message, StringComparison.Ordinal);
        }

        gate.Open();
        await run.WaitAsync().Soon();
    }

    [Fact]
    public async Task The_results_of_a_run_that_was_called_are_not_streamed_and_its_steps_are_no_items()
    {
        await using var flyte = await StartAsync(Memory).Soon();
        Assert.Contains("list its items", Assert.Throws<RunRejectedException>(() => flyte.GetRun<int>($"{Id}/0/calls").ResultsAsync()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => flyte.GetRun<int>($"{Id}/0/traces"));
    }

    private async Task<int> StepAsync(string what)
    {
        switch (what)
        {
            case "fail":
                throw new NonRecoverableException("never");
            case "retry":
                throw new TimeoutException("again");
            case "hold":
                counts.Add(0);
                await gate.OpenedAsync(TaskContext.Current!.CancellationToken);
                break;
        }

        return what.Length;
    }

    private static async Task AssertPhaseAsync(RunHandle<int> run, ItemPhase phase, params int[] expected)
    {
        var page = await run.ListItemsAsync(new ItemQuery { Phase = phase }).Soon();
        Assert.Equal(expected, page.Items.Select(i => i.Index));
        Assert.All(page.Items, i => Assert.Equal(phase, i.Phase));
        Assert.Null(page.Next);
    }
}
