using System.Collections.Concurrent;
using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>An item actor that crashes or is stopped costs the item in hand an attempt on the system's budget, and no other item anything.</summary>
public sealed class LostItemActorTests : RuntimeTest
{
    private readonly ConcurrentQueue<(int Item, int Attempt)> begun = new();
    private readonly SemaphoreSlim started = new(0);

    [Fact]
    public async Task A_crashed_item_actor_s_item_is_run_again_and_costs_no_retry_of_the_task_s_own()
    {
        var task = Waiting(isStuck: (n, attempt) => n == 1 && attempt == 1);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await StartedAsync(2);

        (await SlotAsync(run)).Tell(Kill.Instance);
        var (results, end) = await ReadAsync<int>(id);

        Assert.Equal([0, 1, 2], results.Select(r => r.Value));
        Assert.Equal([(0, 1), (1, 1), (1, 2), (2, 1)], begun.Order());
        Assert.Equal(RunPhase.Succeeded, end.Phase);
    }

    [Fact]
    public async Task Without_retries_of_the_system_the_item_in_hand_becomes_WorkerLost_in_its_slot_and_the_rest_is_done()
    {
        Rules = new LedgerRules(SystemRetries: 0);
        var task = Waiting(isStuck: (n, _) => n == 1);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2, 3);
        await StartedAsync(2);

        (await SlotAsync(run)).Tell(Kill.Instance);
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([0, -1, 2, 3], results.Select(r => r.ValueOr(-1)));
        var error = results[1].Error!;
        Assert.Equal((ErrorKind.System, ErrorCodes.WorkerLost, 1, "1", 1), (error.Kind, error.Code, error.Index, error.Input, error.Attempts));
        Assert.Contains(nameof(ActorKilledException), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_whose_actors_crash_again_and_again_ends_when_the_system_s_budget_is_spent()
    {
        Rules = new LedgerRules(SystemRetries: 2);
        var task = Waiting(isStuck: (_, _) => true);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await StartedAsync(1);
            (await SlotAsync(run)).Tell(Kill.Instance);
        }

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal((ErrorCodes.WorkerLost, 3), (results.Single().Error!.Code, results.Single().Error!.Attempts));
    }

    [Fact]
    public async Task A_crashed_item_actor_is_started_again_in_its_place()
    {
        var task = Waiting(isStuck: (n, attempt) => n == 0 && attempt == 1);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1);
        await StartedAsync(1);
        var slot = await SlotAsync(run);

        slot.Tell(Kill.Instance);
        await ReadAsync<int>(id);

        Assert.Equal(slot, await SlotAsync(run));
        Assert.Equal((1, 0), ((await GetAsync(id)).Slots, (await GetAsync(id)).LeakedBodies));
    }

    [Fact]
    public async Task A_stopped_item_actor_s_item_is_run_again_by_another()
    {
        var task = Waiting(isStuck: (n, attempt) => n == 1 && attempt == 1);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await StartedAsync(2);

        Sys.Stop(await SlotAsync(run));
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([0, 1, 2], results.Select(r => r.Value));
        Assert.Equal([(0, 1), (1, 1), (1, 2), (2, 1)], begun.Order());
    }

    [Fact]
    public async Task A_stopped_item_actor_s_item_is_WorkerLost_when_the_system_has_no_retries()
    {
        Rules = new LedgerRules(SystemRetries: 0);
        var task = Waiting(isStuck: (n, _) => n == 0);
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1);
        await StartedAsync(1);

        Sys.Stop(await SlotAsync(run));
        var (results, _) = await ReadAsync<int>(id);

        var error = results[0].Error!;
        Assert.Equal((ErrorKind.System, ErrorCodes.WorkerLost, 1), (error.Kind, error.Code, error.Attempts));
        Assert.Equal(("0", id.Value, task.Name), (error.Input, error.RunId, error.Task));
        Assert.Equal(1, results[1].Value);
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_long_lease_costs_one_item_an_attempt()
    {
        const int Stuck = 40;
        var task = Env.Task("count", (int n, TaskContext context) =>
        {
            begun.Enqueue((n, context.Attempt));
            if (n == Stuck && context.Attempt == 1)
            {
                started.Release();
                context.CancellationToken.WaitHandle.WaitOne(Limit);
                context.CancellationToken.ThrowIfCancellationRequested();
            }

            return n;
        });
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, [.. Enumerable.Range(0, 200)]);
        await StartedAsync(1);

        (await SlotAsync(run)).Tell(Kill.Instance);
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(Enumerable.Range(0, 200), results.Select(r => r.Value));
        Assert.Equal([.. Enumerable.Range(0, 200).Select(n => (n, 1)), (Stuck, 2)], begun.OrderBy(b => b.Attempt).ThenBy(b => b.Item));
    }

    [Fact]
    public async Task What_a_stopped_item_actor_had_given_back_is_not_lost_with_it()
    {
        const int Stuck = 40;
        var gate = Gate();
        var task = Env.Task("count", (int n, TaskContext context) =>
        {
            begun.Enqueue((n, context.Attempt));
            if (n is Stuck or (Stuck + 1) && context.Attempt == 1)
            {
                started.Release();
                gate.Wait(Limit);
            }

            return n;
        });
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, [.. Enumerable.Range(0, 200)]);
        await StartedAsync(1);
        await AskAsync<Done>(new ResizeRun(id, 2));
        await StartedAsync(1);

        Sys.Stop(await SlotAsync(run));
        await AwaitConditionAsync(() => Task.FromResult(begun.Contains((Stuck, 2))), Limit, TimeSpan.FromMilliseconds(10));
        gate.Set();
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(Enumerable.Range(0, 200), results.Select(r => r.Value));
        Assert.Equal([(Stuck, 2)], begun.Where(b => b.Attempt > 1));
        Assert.Equal(Enumerable.Range(0, 200), begun.Where(b => b.Attempt == 1).Select(b => b.Item).Order());
    }

    private FlyteTask<int, int> Waiting(Func<int, int, bool> isStuck) => Env.Task("wait", async (int n, TaskContext context) =>
    {
        begun.Enqueue((n, context.Attempt));
        started.Release();
        if (isStuck(n, context.Attempt))
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return n;
    });

    private async Task StartedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await started.WaitAsync(Limit));
        }
    }
}
