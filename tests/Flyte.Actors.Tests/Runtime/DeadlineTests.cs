using System.Collections.Concurrent;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The wait for a retry and the deadline over all attempts, in time that the test moves.</summary>
public sealed class DeadlineTests : RuntimeTest
{
    private readonly ConcurrentQueue<(int Item, int Attempt)> begun = new();
    private readonly SemaphoreSlim started = new(0);

    public DeadlineTests()
        : base(VirtualScheduler.Config)
    {
    }

    [Fact]
    public async Task A_retry_waits_its_back_off_without_holding_a_slot()
    {
        var task = Env.Task(
            "flaky",
            (int n, TaskContext context) =>
            {
                begun.Enqueue((n, context.Attempt));
                started.Release();
                return n == 0 && context.Attempt < 3 ? throw new FormatException() : n;
            },
            o => o with { Retries = 2, Backoff = new Backoff(TimeSpan.FromSeconds(10), factor: 2, cap: TimeSpan.FromMinutes(1)) });
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1);
        await StartedAsync(2);
        await IsAsync(id, i => i is { Retrying: 1, Succeeded: 1 });

        Time.Advance(TimeSpan.FromSeconds(9.9));
        await FenceAsync(run);
        Assert.Equal(2, begun.Count);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await StartedAsync();
        await IsAsync(id, i => i.Retrying == 1);
        Time.Advance(TimeSpan.FromSeconds(19.9));
        await FenceAsync(run);
        Assert.Equal(3, begun.Count);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([0, 1], results.Select(r => r.Value));
        Assert.Equal([(0, 1), (1, 1), (0, 2), (0, 3)], begun);
    }

    [Fact]
    public async Task The_deadline_ends_what_waits_what_rests_and_what_runs()
    {
        var task = Env.Task(
            "hurry",
            async (int n, TaskContext context) =>
            {
                begun.Enqueue((n, context.Attempt));
                started.Release();
                if (n == 0)
                {
                    throw new FormatException();
                }

                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return n;
            },
            o => o with { Deadline = TimeSpan.FromSeconds(60), Retries = 5, Backoff = new Backoff(TimeSpan.FromSeconds(50)) });
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await StartedAsync(2);
        await IsAsync(id, i => i is { Retrying: 1, Running: 1, Queued: 1 });

        Time.Advance(TimeSpan.FromSeconds(60));
        var (results, end) = await ReadAsync<int>(id);

        Assert.All(results, r => Assert.Equal(ErrorCodes.DeadlineExceeded, r.Error!.Code));
        Assert.Equal([1, 1, 0], results.Select(r => r.Error!.Attempts));
        Assert.Equal(RunPhase.Failed, end.Phase);
        Assert.Equal(3, (await GetAsync(id)).Items.TimedOut);
    }

    [Fact]
    public async Task Whoever_sets_the_clock_changes_neither_when_a_retry_nor_when_a_deadline_is_due()
    {
        var task = Env.Task(
            "flaky",
            (int n, TaskContext context) =>
            {
                begun.Enqueue((n, context.Attempt));
                started.Release();
                return context.Attempt < 3 ? throw new FormatException() : n;
            },
            o => o with { Retries = 9, Backoff = new Backoff(TimeSpan.FromSeconds(10)), Deadline = TimeSpan.FromSeconds(60) });
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 7);
        await StartedAsync();
        await IsAsync(id, i => i.Retrying == 1);

        Time.Set(TimeSpan.FromDays(-2));
        Time.Advance(TimeSpan.FromSeconds(10));
        await StartedAsync();
        await IsAsync(id, i => i.Retrying == 1);
        Time.Set(TimeSpan.FromDays(5));
        Time.Advance(TimeSpan.FromSeconds(9.9));
        await FenceAsync(run);
        Assert.Equal(2, begun.Count);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        var (results, end) = await ReadAsync<int>(id);

        Assert.Equal((7, RunPhase.Succeeded), (results.Single().Value, end.Phase));
        var info = await GetAsync(id);
        Assert.Equal(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(20), info.EndedAt - info.StartedAt);
    }

    [Fact]
    public async Task A_body_can_read_its_deadline()
    {
        var task = Env.Task("hurry", (int n, TaskContext context) => context.Deadline, o => o with { Deadline = TimeSpan.FromSeconds(60) });
        var began = Sys.Scheduler.Now;
        var (id, _) = await RunAsync(Spec(task), task, 0);

        var (results, _) = await ReadAsync<DateTimeOffset?>(id);

        Assert.Equal(began + TimeSpan.FromSeconds(60), results.Single().Value);
    }

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
