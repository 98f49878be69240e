using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>What the slots of a run do and did lately.</summary>
public sealed class ActivityListTests : TwoStoresTest
{
    private const string Id = "run";

    private readonly Gate gate = new();

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task What_runs_is_told_and_then_what_has_run(string store)
    {
        var step = Env.Task("step", async (int x, TaskContext context) =>
        {
            await (x % 2 == 1 || context.Attempt == 2 ? gate.OpenedAsync(context.CancellationToken) : Task.CompletedTask);
            return x == 0 && context.Attempt == 1 ? throw new TimeoutException("again") : x;
        }, o => o with { Retries = 1 });
        await using (var flyte = await StartAsync(store).Soon())
        {
            var run = await flyte.SubmitAsync(step.MapAsync([0, 1, 2, 3, 4], concurrency: 10), new RunOptions { Id = Id }).Soon();
            await run.Until(info => info.Items is { Running: 3, Succeeded: 2, MoreToCome: false });

            var during = await run.GetActivityAsync().Soon();
            Assert.Equal([(0, 2), (1, 1), (3, 1)], during.Running.Select(item => (item.Index, item.Attempt)).Order());
            Assert.Equal(during.Running.OrderBy(item => item.StartedAt), during.Running);
            Assert.Equal(3, during.Running.Select(item => item.Slot).Distinct().Count());

            gate.Open();
            await run.WaitAsync().Soon();
            var after = await run.GetActivityAsync().Soon();
            Assert.Empty(after.Running);
            Assert.Equal((6, 1), (after.Spans.Sum(span => span.Count), after.Spans.Sum(span => span.Failed)));
            Assert.All(after.Spans, span => Assert.True(span.EndedAt >= span.StartedAt && span.Node.Length > 0 && span.Slot > 0));
            Assert.Equal(after.Spans.OrderBy(span => span.EndedAt), after.Spans);
        }

        if (store == Sqlite)
        {
            await using var next = await StartAsync(store).Soon();
            var nothing = await next.GetRun<int>(Id).GetActivityAsync().Soon();
            Assert.Equal((0, 0), (nothing.Spans.Count, nothing.Running.Count));
        }
    }

    [Fact]
    public async Task Of_a_million_items_only_so_much_is_told()
    {
        var step = Env.Task("step", (int x) => x);
        await using var flyte = await StartAsync(Memory).Soon();
        var run = await flyte.SubmitAsync(step.MapAsync(Enumerable.Range(0, 1_000_000))).Soon();
        await run.WaitAsync().Soon();

        var activity = await run.GetActivityAsync().Soon();
        Assert.InRange(activity.Spans.Count, 1, RunActivity.MaxSpans);
        Assert.Equal(999_999, activity.Spans.Max(span => span.First + span.Count - 1));
    }
}
