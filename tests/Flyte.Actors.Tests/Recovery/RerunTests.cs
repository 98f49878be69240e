using System.Collections.Concurrent;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A run that is run again: all of it, or what did not succeed.</summary>
public sealed class RerunTests : DurableTest
{
    private readonly ConcurrentQueue<int> bodies = [];
    private bool isMended;

    [Fact]
    public async Task A_rerun_runs_every_item_again()
    {
        var task = Task();
        await using var flyte = await StartAsync();
        var run = await SubmitAsync(flyte, task);

        var again = flyte.GetRun<int>(await flyte.RerunAsync(run.Id, new RerunOptions { Id = "again" }).Soon());

        Assert.Equal("again", again.Id);
        Assert.Equal([0, 10, 20, -1, 40], await ValuesAsync(again));
        Assert.Equal(10, bodies.Count);
    }

    [Fact]
    public async Task A_recovery_keeps_the_successes_and_runs_the_rest()
    {
        var task = Task();
        await using var flyte = await StartAsync();
        var run = await SubmitAsync(flyte, task);
        bodies.Clear();
        isMended = true;

        var again = flyte.GetRun<int>(await flyte.RerunAsync(run.Id, new RerunOptions { Recover = true }).Soon());

        Assert.Equal([0, 10, 20, 30, 40], await ValuesAsync(again));
        Assert.Equal([3], bodies);
        var info = await again.WaitAsync().Soon();
        Assert.Equal((RunPhase.Succeeded, 4, 1, 5), (info.Phase, info.Items.Recovered, info.Items.Succeeded, info.Items.Done));
    }

    [Fact]
    public async Task Forced_items_and_items_with_another_input_run()
    {
        var task = Task();
        await using var flyte = await StartAsync();
        var run = await SubmitAsync(flyte, task);
        bodies.Clear();

        var again = flyte.GetRun<int>(await flyte.RerunAsync(
            run.Id, new RerunOptions { Recover = true, Force = [1], Inputs = new Dictionary<int, string> { [3] = "7" } }).Soon());

        Assert.Equal([0, 10, 20, 70, 40], await ValuesAsync(again));
        Assert.Equal([1, 7], bodies.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_payloads_outlive_the_run_that_they_come_from(bool recovers)
    {
        const int Size = 200 * 1024;
        var echo = Env.Task("echo", (string x) => x[0] == 'a' || isMended ? x + x[0] : throw new InvalidDataException("not yet"));
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await DurableTest.SubmitAsync(flyte, echo.MapAsync([new string('a', Size), new string('b', Size)]));
            await run.WaitAsync().Soon();
            isMended = true;
            await flyte.GetRun<string>(await flyte.RerunAsync(run.Id, new RerunOptions { Id = "again", Recover = recovers }).Soon()).WaitAsync().Soon();
            await run.PurgeAsync().Soon();
        }

        await using var next = await StartAsync().Soon();
        var again = next.GetRun<string>("again");
        Assert.Equal(Size + 1, (await again.ResultsAsync().FirstAsync().AsTask().Soon()).Value.Length);
        Assert.All((await again.ListItemsAsync().Soon()).Items, item => Assert.Equal((Size + 2, Size + 3), (item.Input!.Length, item.Result!.Length)));
    }

    [Fact]
    public async Task A_recovered_root_task_takes_over_what_its_calls_have_recorded()
    {
        var task = Task();
        var main = Env.Task("main", async (int n) => (await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, n).Select(i => task.CallAsync(i)))).Sum());
        await using var flyte = await StartAsync();
        await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main, 5, new RunOptions { Id = "root" })).Soon();
        bodies.Clear();
        isMended = true;

        var again = flyte.GetRun<int>(await flyte.RerunAsync("root", new RerunOptions { Recover = true }).Soon());

        Assert.Equal([100], await ValuesAsync(again));
        Assert.Equal([3], bodies);
    }

    [Fact]
    public async Task A_recovery_goes_on_after_a_restart_and_without_the_other_run()
    {
        var task = Task();
        await using (var flyte = await StartAsync())
        {
            var run = await SubmitAsync(flyte, task);
            isMended = true;
            await flyte.GetRun<int>(await flyte.RerunAsync(run.Id, new RerunOptions { Id = "again", Recover = true }).Soon()).WaitAsync().Soon();
            await run.PurgeAsync().Soon();
            await Assert.ThrowsAsync<RunRejectedException>(() => run.GetInfoAsync()).Soon();
        }

        await using var next = await StartAsync();
        Assert.Equal([0, 10, 20, 30, 40], await ValuesAsync(next.GetRun<int>("again")));
    }

    /// <summary>The answer to an order may be lost with who has carried it out.</summary>
    [Fact]
    public async Task An_order_that_is_repeated_is_the_same_run()
    {
        var task = Task();
        var order = new RerunOptions { Id = "again", Name = "name", Labels = new Dictionary<string, string> { ["a"] = "b" }, Force = [1, 2], Inputs = new Dictionary<int, string> { [4] = "5" } };
        await using (var flyte = await StartAsync())
        {
            var run = await SubmitAsync(flyte, task);
            bodies.Clear();
            await System.Threading.Tasks.Task.WhenAll(flyte.RerunAsync(run.Id, order), flyte.RerunAsync(run.Id, order with { Force = [2, 1] })).Soon();
            Assert.Equal([0, 10, 20, -1, 50], await ValuesAsync(flyte.GetRun<int>("again")));

            foreach (var other in new[] { order with { Recover = true }, order with { Name = "other" }, order with { Labels = new Dictionary<string, string>() }, order with { Force = [] } })
            {
                await Assert.ThrowsAsync<RunRejectedException>(() => flyte.RerunAsync(run.Id, other)).Soon();
            }
        }

        await using var next = await StartAsync();
        var first = Assert.Single(await next.ListRunsAsync(new RunQuery { Name = "name" }).Soon()).RerunOf!;
        Assert.Equal("again", await next.RerunAsync(first, order).Soon());
        Assert.Equal(5, bodies.Count);
    }

    [Fact]
    public async Task What_cannot_be_run_again_is_refused()
    {
        var gate = new Gate();
        var slow = Env.Task("slow", async (int x) =>
        {
            await gate.Opened;
            return x;
        });
        await using var flyte = await StartAsync();
        var run = await flyte.SubmitAsync(slow.MapAsync([1]), new RunOptions { Id = "slow" }).Soon();

        Assert.Contains("has not ended", (await Assert.ThrowsAsync<RunRejectedException>(() => flyte.RerunAsync("slow")).Soon()).Message, StringComparison.Ordinal);
        Assert.Contains("no run 'none'", (await Assert.ThrowsAsync<RunRejectedException>(() => flyte.RerunAsync("none")).Soon()).Message, StringComparison.Ordinal);
        gate.Open();
        await run.WaitAsync().Soon();
        Assert.Contains("'slow' with other content", (await Assert.ThrowsAsync<RunRejectedException>(
            () => flyte.RerunAsync("slow", new RerunOptions { Id = "slow" })).Soon()).Message, StringComparison.Ordinal);
        await using var memory = await FlyteRuntime.StartAsync(Env);
        Assert.Contains("not recorded", (await Assert.ThrowsAsync<RunRejectedException>(() => memory.RerunAsync("slow")).Soon()).Message, StringComparison.Ordinal);
    }

    private FlyteTask<int, int> Task() => Env.Task("ten", (int x) =>
    {
        bodies.Enqueue(x);
        return x == 3 && !isMended ? throw new FormatException("three") : x * 10;
    });

    private static async Task<RunHandle<int>> SubmitAsync(FlyteRuntime flyte, FlyteTask<int, int> task)
    {
        var run = await flyte.SubmitAsync(task.MapAsync([0, 1, 2, 3, 4])).Soon();
        Assert.Equal(RunPhase.Failed, (await run.WaitAsync().Soon()).Phase);
        return run;
    }

    private static Task<List<int>> ValuesAsync(RunHandle<int> run) =>
        run.ResultsAsync().Select(r => r.ValueOr(-1)).ToListAsync().AsTask().Soon();
}
