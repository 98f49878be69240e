using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>The items of a run are listed in another process as in the one that recorded them.</summary>
public sealed class ItemListRestartTests : DurableTest
{
    [Fact]
    public async Task A_run_that_has_ended_is_listed_as_before()
    {
        var step = Env.Task(
            "step",
            (int x, TaskContext context) => x % 1000 == 7 ? throw new NonRecoverableException($"{x} is bad")
                : x % 1000 == 8 && context.Attempt == 1 ? throw new TimeoutException("busy") : $"the result of item {x}",
            o => o with { Retries = 1 });
        const int Count = 20_000;
        var pages = new List<ItemPage>();
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await flyte.SubmitAsync(step.MapAsync(Enumerable.Range(0, Count)), new RunOptions { Id = Id }).Soon();
            await run.WaitAsync().Soon();
            pages.AddRange(await PagesAsync(run));
        }

        await using var next = await StartAsync().Soon();
        var again = await PagesAsync(next.GetRun<string>(Id));
        Assert.Equal(pages.Select(p => (p.Next, p.Items.Count)), again.Select(p => (p.Next, p.Items.Count)));
        Assert.Equal(pages.SelectMany(p => p.Items).Select(Shown), again.SelectMany(p => p.Items).Select(Shown));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 1000 + 7), again[1].Items.Select(i => i.Index));
        Assert.All(again[1].Items, i => Assert.Equal(($"{i.Index}", $"{i.Index} is bad", 1), (i.Input, i.Error!.Message, i.Attempts)));
        Assert.All(again[0].Items, i => Assert.Equal(($"\"the result of item {i.Index}\"", i.Index % 1000 == 8 ? 2 : 1), (i.Result, i.Attempts)));
    }

    [Fact]
    public async Task What_waits_for_its_retry_tells_when_and_why_after_a_restart()
    {
        var halt = new Halt();
        var step = Env.Task(
            "step",
            async (int x) =>
            {
                if (x == 0)
                {
                    throw new TimeoutException("The bank does not answer.");
                }

                await halt.PassAsync();
                return x;
            },
            o => o with { Retries = 1, Backoff = new Backoff(TimeSpan.FromHours(1)) });
        DateTimeOffset due;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, step.MapAsync([0, 1, 2], concurrency: 1));
            await halt.ReachedAsync();
            await run.Until(info => info.Items is { Retrying: 1, Running: 1, Queued: 1 });
            await run.ResizeAsync(1).Soon(); // Answered when what was before it is recorded.
            due = (await ItemAsync(run)).NextAttemptAt!.Value;
        }

        // In this process nothing goes on.
        await using var next = await StartAsync(Options with { ResumesRuns = false }).Soon();
        var item = await ItemAsync(next.GetRun<int>(Id));
        Assert.Equal((ItemPhase.Retrying, 1, "0", due), (item.Phase, item.Attempts, item.Input, item.NextAttemptAt));
        Assert.Equal(("The bank does not answer.", 1), (item.Error!.Message, item.Error.Attempts));
    }

    [Fact]
    public async Task What_was_taken_over_is_recovered()
    {
        var isMended = false;
        var step = Env.Task("step", (int x) => x < 2 || isMended ? x * 10 : throw new InvalidDataException("not yet"));
        await using var flyte = await StartAsync().Soon();
        await (await SubmitAsync(flyte, step.MapAsync([0, 1, 2]))).WaitAsync().Soon();
        isMended = true;
        var run = flyte.GetRun<int>(await flyte.RerunAsync(Id, new RerunOptions { Recover = true }).Soon());
        await run.WaitAsync().Soon();

        var items = (await run.ListItemsAsync().Soon()).Items;
        Assert.Equal([ItemPhase.Recovered, ItemPhase.Recovered, ItemPhase.Succeeded], items.Select(i => i.Phase));
        Assert.Equal([("0", "0", 0), ("1", "10", 0), ("2", "20", 1)], items.Select(i => (i.Input!, i.Result!, i.Attempts)));
        Assert.Equal([0, 1], (await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Recovered }).Soon()).Items.Select(i => i.Index));
    }

    [Fact]
    public async Task Large_payloads_make_small_pages()
    {
        const int Size = 900 * 1024;
        const int Count = 6;
        var echo = Env.Task("echo", (string x) => x + x[0]);
        await using (var flyte = await StartAsync().Soon())
        {
            var inputs = Enumerable.Range(0, Count).Select(i => new string((char)('a' + i), Size));
            await (await flyte.SubmitAsync(echo.MapAsync(inputs), new RunOptions { Id = Id }).Soon()).WaitAsync().Soon();
        }

        await using var next = await StartAsync().Soon();
        var run = next.GetRun<string>(Id);
        var (items, pages) = (new List<RunItem>(), 0);
        for (int? from = 0; from is { } at; pages++)
        {
            var page = await run.ListItemsAsync(new ItemQuery { From = at }).Soon();
            items.AddRange(page.Items);
            from = page.Next;
        }

        Assert.Equal(2, pages);
        Assert.Equal(Enumerable.Range(0, Count), items.Select(i => i.Index));
        Assert.All(items, i => Assert.Equal((Size + 2, Size + 3, (char)('a' + i.Index)), (i.Input!.Length, i.Result!.Length, i.Result[Size / 2])));
    }

    private static async Task<List<ItemPage>> PagesAsync(RunHandle<string> run) =>
    [
        await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Succeeded, From = 3_500, Limit = 1000 }).Soon(),
        await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed, Limit = 20 }).Soon(),
        await run.ListItemsAsync(new ItemQuery { From = 19_950 }).Soon(),
    ];

    private static async Task<RunItem> ItemAsync(RunHandle<int> run) =>
        Assert.Single((await run.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Retrying }).Soon()).Items);

    private static (int, ItemPhase, int, string?, string?, string?) Shown(RunItem item) =>
        (item.Index, item.Phase, item.Attempts, item.Input, item.Result, item.Error?.Message);
}
