using System.Globalization;
using System.Text.Json;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>The items of a run are listed by phase, in pages, recorded or not.</summary>
public sealed class ItemListTests : TwoStoresTest
{
    private const string Id = "run";

    private readonly Gate gate = new();

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task Items_stand_in_the_phase_that_they_are_counted_in(string store)
    {
        var step = Env.Task("step", (string what, TaskContext context) => StepAsync(what, context), o => o with { Retries = 1, Backoff = new Backoff(TimeSpan.FromHours(1)) });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync(["ok", "fail", "retry", "hold", "late", "wait", "wait"], concurrency: 2), new RunOptions { Id = Id }).Soon();
        await run.Until(info => info.Items is { Succeeded: 1, Failed: 1, Retrying: 1, Running: 2, Queued: 2, MoreToCome: false });

        await AssertPhaseAsync(run, ItemPhase.Succeeded, 0);
        await AssertPhaseAsync(run, ItemPhase.Failed, 1);
        await AssertPhaseAsync(run, ItemPhase.Retrying, 2);
        await AssertPhaseAsync(run, ItemPhase.Running, 3, 4);
        await AssertPhaseAsync(run, ItemPhase.Queued, 5, 6);
        await AssertPhaseAsync(run, ItemPhase.Recovered);
        var items = (await run.ListItemsAsync().Soon()).Items;
        Assert.Equal(["\"ok\"", "\"fail\"", "\"retry\"", "\"hold\"", "\"late\"", "\"wait\"", "\"wait\""], items.Select(i => i.Input));
        Assert.Equal([1, 1, 1, 1, 1, 0, 0], items.Select(i => i.Attempts));
        Assert.Equal(["2", null, null, null, null, null, null], items.Select(i => i.Result));
        Assert.Equal([null, "never", "again", null, null, null, null], items.Select(i => i.Error?.Message));
        Assert.Equal([2], items.Where(i => i.NextAttemptAt is not null).Select(i => i.Index));
        Assert.InRange(items[2].NextAttemptAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(70));

        await run.AbortItemAsync(5, "Not this one.").Soon();
        await run.Until(info => info.Items.Aborted == 1);
        await AssertPhaseAsync(run, ItemPhase.Aborted, 5);
        await run.AbortAsync().Soon();
        await run.WaitAsync().Soon();
        await AssertPhaseAsync(run, ItemPhase.Queued);
        await AssertPhaseAsync(run, ItemPhase.Succeeded, 0);
        await AssertPhaseAsync(run, ItemPhase.Failed, 1);
        await AssertPhaseAsync(run, ItemPhase.Aborted, 2, 3, 4, 5, 6);
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task A_sparse_phase_is_found_among_very_many_items(string store)
    {
        const int Count = 20_000;
        int[] failing = [17, 9_999, 19_998];
        var step = Env.Task("step", (int x) => failing.Contains(x) ? throw new InvalidDataException($"{x} is bad") : x * 2);
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync(Enumerable.Range(0, Count)), new RunOptions { Id = Id }).Soon();
        await run.WaitAsync().Soon();

        var first = await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, Limit = 2 }).Soon();
        Assert.Equal((17, 9_999, 19_998), (first.Items[0].Index, first.Items[1].Index, first.Next));
        var second = await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, Limit = 2, From = first.Next!.Value }).Soon();
        Assert.Equal((19_998, "19998 is bad", null), (Assert.Single(second.Items).Index, second.Items[0].Error!.Message, second.Next));
        Assert.Empty((await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, From = 19_999 }).Soon()).Items);

        var good = await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Succeeded, From = 9_990, Limit = 20 }).Soon();
        Assert.Equal(Enumerable.Range(9_990, 21).Where(i => i != 9_999), good.Items.Select(i => i.Index));
        Assert.Equal((good.Items[^1].Index + 1, true), (good.Next, good.Items.All(i => i.Result == (i.Index * 2).ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(Enumerable.Range(19_000, 1000), (await run.ListItemsAsync(new ItemQuery { From = 19_000, Limit = 1000 }).Soon()).Items.Select(i => i.Index));
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task Attempts_are_counted_whatever_they_came_to(string store)
    {
        var step = Env.Task(
            "step",
            (int succeedsAt, TaskContext context) => context.Attempt >= succeedsAt ? succeedsAt : throw new TimeoutException("busy"),
            o => o with { Retries = 2 });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync([1, 2, 3, 4]), new RunOptions { Id = Id }).Soon();
        await run.WaitAsync().Soon();

        var items = (await run.ListItemsAsync().Soon()).Items;
        Assert.Equal([1, 2, 3, 3], items.Select(i => i.Attempts));
        Assert.Equal([null, null, null, "busy"], items.Select(i => i.Error?.Message));
    }

    [Fact]
    public async Task Of_a_run_that_is_not_recorded_there_is_what_is_held()
    {
        var step = Env.Task("step", (int x) => new { Half = x / 2.0 });
        await using var flyte = await StartAsync(Memory).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync([1]), new RunOptions { Id = Id }).Soon();
        await run.WaitAsync().Soon();

        var item = Assert.Single((await run.ListItemsAsync().Soon()).Items);
        Assert.Equal((ItemPhase.Succeeded, """{"half":0.5}""", null), (item.Phase, item.Result, item.Input));
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task An_input_that_cannot_be_read_is_told_by_its_error(string store)
    {
        var step = Env.Task("step", (int x) => x);
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(flyte.MapJson("env.step", new[] { "1", "\"two\"", "3" }.ToAsyncEnumerable()), new RunOptions { Id = Id }).Soon();
        await run.WaitAsync().Soon();

        var items = (await flyte.GetRun<JsonElement>(Id).ListItemsAsync().Soon()).Items;
        Assert.Equal(["1", null, "3"], items.Select(i => i.Result));
        Assert.Equal((ErrorCodes.InvalidInput, null), (items[1].Error!.Code, items[1].Input));
        Assert.Equal(store == Sqlite ? ["1", "3"] : [null, null], new[] { items[0].Input, items[2].Input });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_limit_out_of_bounds_is_refused(int limit) =>
        Assert.Contains("from 1 to 1,000", Assert.Throws<ArgumentOutOfRangeException>(() => new ItemQuery { Limit = limit }).Message);

    [Fact]
    public void An_index_below_0_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ItemQuery { From = -1 });

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task A_run_that_is_not_there_has_none(string store)
    {
        await using var flyte = await StartAsync(store).Soon();
        Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>("nobody").ListItemsAsync().Soon())).IsUnknown);
    }

    [Fact]
    public async Task A_map_that_belongs_to_its_reader_cannot_be_listed()
    {
        var step = Env.Task("step", (int _, TaskContext context) => context.RunId);
        await using var flyte = await StartAsync(Memory).Soon();
        await using var results = flyte.Map(step.MapAsync([1])).GetAsyncEnumerator();
        await results.MoveNextAsync().Soon();
        var refused = await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>(results.Current.Value).ListItemsAsync().Soon());
        Assert.Contains("submit the map", refused.Message);
    }

    private async Task<int> StepAsync(string what, TaskContext context)
    {
        switch (what)
        {
            case "fail":
                throw new NonRecoverableException("never");
            case "retry":
                throw new TimeoutException("again");
            case "hold" or "late" or "wait":
                await gate.OpenedAsync(context.CancellationToken);
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
