using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>The list of recorded runs, and how they leave it.</summary>
public sealed class ListTests : DurableTest
{
    private static readonly Dictionary<string, string> Even = new() { ["kind"] = "even" };

    private FlyteTask<int, int> Double => field ??= Env.Task("double", (int x) => 2 * x);

    [Fact]
    public async Task It_is_paged_and_filtered_in_this_process_and_the_next()
    {
        var (twice, halt) = (Double, new Halt(int.MaxValue));
        var held = Env.Task("held", async (int x) =>
        {
            await halt.PassAsync();
            return x;
        });
        string[] ids = [.. Enumerable.Range(0, 25).Select(i => $"run-{i}")];
        await using (var flyte = await StartAsync().Soon())
        {
            foreach (var (id, i) in ids.Select((id, i) => (id, i)))
            {
                await flyte.RunAsync(twice, i, new RunOptions { Id = id, Name = $"name-{i % 5}", Labels = i % 2 == 0 ? Even : new Dictionary<string, string>() }).Soon();
            }

            await SubmitAsync(flyte, held.MapAsync([1]));
            await AssertListedAsync(flyte, ids);
        }

        await using var next = await StartAsync().Soon();
        await AssertListedAsync(next, ids);
    }

    [Fact]
    public async Task A_run_that_was_purged_is_gone_and_its_id_is_free()
    {
        var (twice, options) = (Double, new RunOptions { Id = Id });
        await using (var flyte = await StartAsync().Soon())
        {
            Assert.Equal(2, await flyte.RunAsync(twice, 1, options).Soon());
            await flyte.GetRun<int>(Id).PurgeAsync().Soon();
            await Assert.ThrowsAsync<RunRejectedException>(() => flyte.GetRun<int>(Id).GetInfoAsync().Soon());
            Assert.Empty(await flyte.ListRunsAsync().Soon());
            Assert.Equal(20, await flyte.RunAsync(twice, 10, options).Soon());
        }

        await using (var next = await StartAsync().Soon())
        {
            Assert.Equal(20, await next.GetRun<int>(Id).ResultsAsync().Select(r => r.Value).SingleAsync().AsTask().Soon());
            await next.GetRun<int>(Id).PurgeAsync().Soon();
        }

        await using var last = await StartAsync().Soon();
        Assert.Empty(await last.ListRunsAsync().Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => last.GetRun<int>(Id).WaitAsync().Soon());
        Assert.Equal(200, await last.RunAsync(twice, 100, options).Soon());
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_purged()
    {
        var halt = new Halt();
        var held = Env.Task("held", async (int x) =>
        {
            await halt.PassAsync();
            return x;
        });
        await using var flyte = await StartAsync().Soon();
        var run = await SubmitAsync(flyte, held.MapAsync([1]));

        Assert.Contains(Id, (await Assert.ThrowsAsync<RunRejectedException>(() => run.PurgeAsync().Soon())).Message);
        Assert.Equal(RunPhase.Running, (await run.GetInfoAsync().Soon()).Phase);
    }

    [Fact]
    public async Task Old_runs_are_removed_when_their_time_is_over()
    {
        var twice = Double;
        await using (var flyte = await StartAsync().Soon())
        {
            await flyte.RunAsync(twice, 1, new RunOptions { Id = Id }).Soon();
        }

        await using var next = await StartAsync(Options with { Retention = TimeSpan.FromTicks(1) }).Soon();
        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await next.ListRunsAsync(cancellationToken: bound.Token)).Count > 0)
        {
            await Task.Yield();
        }

        await Assert.ThrowsAsync<RunRejectedException>(() => next.GetRun<int>(Id).GetInfoAsync().Soon());
    }

    private static async Task AssertListedAsync(FlyteRuntime flyte, string[] ids)
    {
        var running = Assert.Single(await flyte.ListRunsAsync(new RunQuery { Phase = RunPhase.Running }).Soon());
        Assert.Equal(Id, running.Id);
        Assert.Equal(ids.Reverse(), await AllAsync(flyte, new RunQuery { Task = "durable.double" }));
        Assert.Equal(ids.Reverse().Prepend(Id), await AllAsync(flyte, new RunQuery()));
        Assert.Equal(ids.Reverse().Where((_, i) => i % 2 == 0), await AllAsync(flyte, new RunQuery { Labels = Even }));
        Assert.Equal(["run-23", "run-18", "run-13", "run-8", "run-3"], await AllAsync(flyte, new RunQuery { Name = "name-3" }));
    }

    // Seven at a time.
    private static async Task<List<string>> AllAsync(FlyteRuntime flyte, RunQuery query)
    {
        var all = new List<string>();
        for (query = query with { Limit = 7 }; ; query = query with { After = all[^1] })
        {
            var page = await flyte.ListRunsAsync(query).Soon();
            all.AddRange(page.Select(run => run.Id));
            if (page.Count < query.Limit)
            {
                return all;
            }
        }
    }
}
