using Flyte.Actors.Protocol;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The doors by which a failure of an item's own comes: each leads to an error in the item's slot and nowhere else.</summary>
public sealed class FailureDoorTests : RuntimeTest
{
    [Fact]
    public async Task A_body_that_throws_is_an_error_with_all_that_is_known_of_its_item()
    {
        var task = Env.Task("halve", (int n) => n % 2 == 0 ? n / 2 : throw new FormatException($"{n} is odd"));
        var (id, _) = await RunAsync(Spec(task), task, 2, 5, 8);

        var (results, end) = await ReadAsync<int>(id);

        Assert.Equal([1, -1, 4], results.Select(r => r.ValueOr(-1)));
        var error = results[1].Error!;
        Assert.Equal((ErrorKind.User, "FormatException", "5 is odd", typeof(FormatException).FullName), (error.Kind, error.Code, error.Message, error.Type));
        Assert.Equal(("tests.halve", id.Value, 1, "5", 1, "test-node"), (error.Task, error.RunId, error.Index, error.Input, error.Attempts, error.Node));
        Assert.Contains(nameof(A_body_that_throws_is_an_error_with_all_that_is_known_of_its_item), error.StackTrace, StringComparison.Ordinal);
        Assert.Equal(RunPhase.Failed, end.Phase);
    }

    [Fact]
    public async Task An_async_body_that_throws_after_an_await_is_an_error_in_its_slot()
    {
        var task = Env.Task("late", async (int n) =>
        {
            await Task.Yield();
            return n == 1 ? throw new InvalidOperationException("late") : n;
        });
        var (id, _) = await RunAsync(Spec(task), task, 0, 1, 2);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(",InvalidOperationException,", string.Join(',', results.Select(r => r.Error?.Code)));
    }

    [Fact]
    public async Task An_exception_that_cannot_be_serialized_is_an_error_like_any_other()
    {
        var task = Env.Task("odd", (int n) => n == 0 ? throw new SelfishException() : n);
        var (id, _) = await RunAsync(Spec(task), task, 0, 1);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(("SelfishException", 1), (results[0].Error!.Code, results[1].Value));
        Assert.Contains(nameof(SelfishException), results[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_attempt_is_made_again_as_often_as_the_task_says()
    {
        var attempts = new List<int>();
        var task = Env.Task(
            "again",
            (int n, TaskContext context) =>
            {
                attempts.Add(context.Attempt);
                return context.Attempt == 3 ? n : throw new FormatException();
            },
            o => o with { Retries = 2 });
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 7);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(7, results.Single().Value);
        Assert.Equal([1, 2, 3], attempts);
    }

    [Fact]
    public async Task A_failure_that_no_retry_can_mend_is_not_retried()
    {
        var calls = 0;
        var task = Env.Task(
            "hopeless",
            (int n) => Interlocked.Increment(ref calls) > 0 ? throw new NonRecoverableException("no") : n,
            o => o with { Retries = 5 });
        var (id, _) = await RunAsync(Spec(task), task, 1);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal((1, 1), (calls, results.Single().Error!.Attempts));
    }

    [Fact]
    public async Task An_unknown_task_is_refused_at_once_and_told_what_to_do()
    {
        var stranger = new TaskEnvironment("elsewhere").Task("go", (int n) => n);

        var answer = await AskAsync<RunRejected>(new StartRun(Spec(stranger)));

        Assert.Equal(ErrorCodes.UnknownTask, answer.Code);
        Assert.Contains("'elsewhere.go'", answer.Reason, StringComparison.Ordinal);
        Assert.Contains("add its environment", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_aborted_run_fills_every_slot_and_cancels_what_runs()
    {
        var started = new TaskCompletionSource();
        var task = Env.Task("wait", async (int n, CancellationToken cancelled) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancelled);
            return n;
        });
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await started.Task.WaitAsync(Limit);

        await AskAsync<Done>(new AbortRun(id, "enough"));
        var (results, end) = await ReadAsync<int>(id);

        Assert.All(results, r => Assert.Equal(("Aborted", "enough"), (r.Error!.Code, r.Error.Message)));
        Assert.Equal((3, RunPhase.Aborted), (results.Count, end.Phase));
        Assert.Equal([1, 0, 0], results.Select(r => r.Error!.Attempts));
    }

    [Fact]
    public async Task An_item_that_runs_can_be_aborted_and_the_others_go_on()
    {
        var (started, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var task = Env.Task("wait", async (int n, CancellationToken cancelled) =>
        {
            if (n == 0)
            {
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
            }

            await gate.Task.WaitAsync(Limit, CancellationToken.None);
            return n;
        });
        var (id, _) = await RunAsync(Spec(task, concurrency: 2), task, 0, 1, 2);
        await started.Task.WaitAsync(Limit);

        await AskAsync<Done>(new AbortItem(id, 0, "not this one"));
        gate.SetResult();
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(("Aborted", "not this one", 1), (results[0].Error!.Code, results[0].Error!.Message, results[0].Error!.Attempts));
        Assert.Equal([1, 2], results.Skip(1).Select(r => r.Value));
    }

    [Fact]
    public async Task An_item_that_waits_can_be_aborted_and_never_starts()
    {
        var gate = Gate();
        var seen = new List<int>();
        var task = Env.Task("wait", (int n) =>
        {
            seen.Add(n);
            gate.Wait(Limit);
            return n;
        });
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);

        await AskAsync<Done>(new AbortItem(id, 1, "not this one"));
        gate.Set();
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([0, 2], seen);
        Assert.Equal((0, "1"), (results[1].Error!.Attempts, results[1].Error!.Input));
    }

#pragma warning disable CA1032, CA1064 // An exception as a user may write it.
    private sealed class SelfishException : Exception
    {
        public override string Message => throw new InvalidOperationException("not for you");

        public override string StackTrace => throw new InvalidOperationException("not for you");
    }
#pragma warning restore CA1032, CA1064
}
