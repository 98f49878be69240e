using System.Collections.Concurrent;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The time limits of a task, in time that the test moves.</summary>
public sealed class TimeLimitTests : RuntimeTest
{
    private readonly ConcurrentQueue<(int Item, int Attempt)> begun = new();
    private readonly SemaphoreSlim started = new(0);

    public TimeLimitTests()
        : base(VirtualScheduler.Config)
    {
    }

    [Fact]
    public async Task An_attempt_that_runs_too_long_is_cancelled_and_times_out_in_its_slot()
    {
        var task = Cooperative("slow", o => o with { MaxRuntime = TimeSpan.FromSeconds(10) }, n => n == 0);
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1);
        await StartedAsync();

        Time.Advance(TimeSpan.FromSeconds(10));
        var (results, end) = await ReadAsync<int>(id);

        var error = results[0].Error!;
        Assert.Equal((ErrorKind.System, ErrorCodes.MaxRuntimeExceeded, 1, "0"), (error.Kind, error.Code, error.Attempts, error.Input));
        Assert.Equal((1, RunPhase.Failed), (results[1].Value, end.Phase));
        Assert.Equal(1, (await GetAsync(id)).Items.TimedOut);
    }

    [Fact]
    public async Task An_attempt_within_its_time_is_left_alone()
    {
        var task = Cooperative("slow", o => o with { MaxRuntime = TimeSpan.FromSeconds(10) }, n => n == 0);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0);
        await StartedAsync();

        Time.Advance(TimeSpan.FromSeconds(9.9));
        await FenceAsync(await SlotAsync(run));
        await FenceAsync(run);

        Assert.Equal((1, 0), ((await GetAsync(id)).Items.Running, (await GetAsync(id)).Items.Done));
    }

    [Fact]
    public async Task An_attempt_that_timed_out_costs_one_of_the_task_s_own_retries()
    {
        var task = Cooperative("slow", o => o with { MaxRuntime = TimeSpan.FromSeconds(10), Retries = 1 }, _ => true);
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0);
        await StartedAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        await StartedAsync();
        Time.Advance(TimeSpan.FromSeconds(10));

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal((ErrorCodes.MaxRuntimeExceeded, 2), (results.Single().Error!.Code, results.Single().Error!.Attempts));
    }

    [Fact]
    public async Task A_result_that_comes_after_its_time_is_a_timeout_all_the_same()
    {
        var gate = Gate();
        var task = Env.Task(
            "late",
            (int n, CancellationToken cancelled) =>
            {
                started.Release();
                gate.Wait(Limit, CancellationToken.None);
                return n;
            },
            o => o with { MaxRuntime = TimeSpan.FromSeconds(10) });
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0);
        await StartedAsync();

        Time.Advance(TimeSpan.FromSeconds(10));
        await FenceAsync(await SlotAsync(run));
        gate.Set();
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(ErrorCodes.MaxRuntimeExceeded, results.Single().Error!.Code);
    }

    [Fact]
    public async Task An_item_that_waits_too_long_for_a_slot_ends_and_the_one_that_runs_goes_on()
    {
        var task = Cooperative("queue", o => o with { MaxQueuedTime = TimeSpan.FromSeconds(10) }, n => n == 0);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await StartedAsync();

        Time.Advance(TimeSpan.FromSeconds(10));
        await IsAsync(id, i => i is { TimedOut: 2, Running: 1 });
        await AskAsync<Done>(new AbortItem(id, 0, "enough"));
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal("Aborted,MaxQueuedTimeExceeded,MaxQueuedTimeExceeded", string.Join(',', results.Select(r => r.Error!.Code)));
        Assert.Equal([1, 0, 0], results.Select(r => r.Error!.Attempts));
        Assert.Single(begun);
    }

    private FlyteTask<int, int> Cooperative(string name, Func<TaskOptions, TaskOptions> configure, Func<int, bool> isStuck) => Env.Task(
        name,
        async (int n, TaskContext context) =>
        {
            begun.Enqueue((n, context.Attempt));
            started.Release();
            if (isStuck(n))
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }

            return n;
        },
        configure);

    private async Task StartedAsync(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await started.WaitAsync(Limit));
        }
    }

    private async Task IsAsync(RunId id, Func<ItemCounts, bool> isSo) => await AwaitConditionAsync(
        async () => isSo((await GetAsync(id)).Items), Limit, TimeSpan.FromMilliseconds(10));
}
