using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>What items of a run have failed with is told by kind, whatever their number is.</summary>
public sealed class FailureListTests : TwoStoresTest
{
    private readonly Gate gate = new();

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task Failed_aborted_and_timed_out_items_are_counted_by_what_they_ended_with(string store)
    {
        var step = Env.Task("step", async (int x, CancellationToken cancellation) =>
        {
            await (x is 5 or 6 or > 20 ? gate.OpenedAsync(cancellation) : Task.CompletedTask);
            return x % 2 == 0 ? x : throw new InvalidDataException($"item {x} of 'a {x}' is bad");
        }, o => o with { MaxRuntime = TimeSpan.FromHours(1) });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync(Enumerable.Range(0, 60).ToArray(), concurrency: 50)).Soon();
        await run.Until(info => info.Items is { Failed: 9, Running: 41, MoreToCome: false });

        await run.AbortItemAsync(40, "not 40").Soon();
        await run.Until(info => info.Items.Aborted == 1);
        await run.AbortItemAsync(41, "not 41").Soon();
        await run.Until(info => info.Items.Aborted == 2);
        await run.AbortAsync("enough").Soon();
        await run.WaitAsync().Soon();

        var failures = await run.GetFailuresAsync().Soon();
        var first = failures.Groups[1].Items[0];
        Assert.Equal(
            [("Aborted", "enough", 39), ("InvalidDataException", $"item {first} of 'a {first}' is bad", 9), ("Aborted", "not 40", 2)],
            failures.Groups.Select(g => (g.Code, g.Message, g.Count)));
        Assert.All(failures.Groups[1].Items, index => Assert.True(index % 2 == 1 && index < 20));
        Assert.Equal((5, 5, "40 41"), (failures.Groups[0].Items.Count, failures.Groups[1].Items.Count, string.Join(' ', failures.Groups[2].Items)));
        Assert.Equal((50, true), (failures.Count, failures.IsComplete));
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task A_failure_that_is_retried_is_none(string store)
    {
        var step = Env.Task("step", (int x, TaskContext context) => context.Attempt == 1 || x == 1 ? throw new TimeoutException("busy") : x, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync([0, 1, 2])).Soon();
        await run.WaitAsync().Soon();

        var group = Assert.Single((await run.GetFailuresAsync().Soon()).Groups);
        Assert.Equal(("TimeoutException", 1), (group.Code, group.Count));
        Assert.Equal([1], group.Items);
    }

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task A_run_without_failures_has_none_and_one_that_is_not_there_says_so(string store)
    {
        var step = Env.Task("step", (int x) => x);
        await using var flyte = await StartAsync(store).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync([1, 2, 3])).Soon();
        await run.WaitAsync().Soon();

        Assert.Empty((await run.GetFailuresAsync().Soon()).Groups);
        Assert.True((await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>("nobody").GetFailuresAsync().Soon())).IsUnknown);
    }
}
