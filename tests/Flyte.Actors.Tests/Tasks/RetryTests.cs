using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>N retries are up to N + 1 attempts, and a retry that waits holds no slot.</summary>
public sealed class RetryTests
{
    private readonly TaskEnvironment env = new("retry");
    private readonly Logbook journal = new();

    [Fact]
    public async Task N_retries_are_N_plus_one_attempts()
    {
        var fail = env.Task("fail", int (int i, TaskContext context) =>
        {
            journal.Write($"{i}#{context.Attempt}");
            throw new FormatException("No.");
        }, o => o with { Retries = 2 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var result = (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0];

        Assert.Equal(["7#1", "7#2", "7#3"], journal.Lines);
        Assert.Equal(3, result.Error?.Attempts);
    }

    [Fact]
    public async Task Only_what_failed_is_run_again()
    {
        var shaky = env.Task("shaky", int (int i, TaskContext context) =>
        {
            journal.Write($"{i}#{context.Attempt}");
            return i == 1 && context.Attempt < 3 ? throw new FormatException("No.") : i;
        }, o => o with { Retries = 2 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([0, 1, 2], await flyte.Map(shaky.MapAsync([0, 1, 2], concurrency: 1)).Values().ToListAsync().Soon());
        Assert.Equal(["0#1", "1#1", "1#2", "1#3", "2#1"], journal.Sorted);
    }

    [Fact]
    public async Task A_retry_that_waits_holds_no_slot()
    {
        var item = env.Task("item", int (int i) => i == 0 ? throw new FormatException("No.") : i, o => o with
        {
            Retries = 1,
            Backoff = new Backoff(TimeSpan.FromHours(1)),
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var first = await flyte.Map(item.MapAsync([0, 1], concurrency: 1)).AsCompleted().FirstAsync().Soon();

        Assert.Equal(1, first.Index);
    }

    [Fact]
    public async Task A_retry_comes_after_its_wait()
    {
        var item = env.Task("item", int (int i, TaskContext context) => context.Attempt == 1 ? throw new FormatException("No.") : context.Attempt, o => o with
        {
            Retries = 1,
            Backoff = new Backoff(TimeSpan.FromMilliseconds(20)),
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([2, 2], await flyte.Map(item.MapAsync([0, 1], concurrency: 1)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_non_recoverable_failure_is_never_retried()
    {
        var fail = env.Task("fail", int (int i, TaskContext context) =>
        {
            journal.Write($"{context.Attempt}");
            throw new LostForeverException("Gone.");
        }, o => o with { Retries = 5 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0].Error!;

        Assert.Equal(["1"], journal.Lines);
        Assert.False(error.IsRecoverable);
        Assert.Equal((nameof(LostForeverException), "Gone."), (error.Code, error.Message));
    }

    [Fact]
    public async Task The_retries_of_the_call_site_are_in_force()
    {
        var fail = env.Task("fail", int (int i) =>
        {
            journal.Write("body");
            throw new FormatException("No.");
        }, o => o with { Retries = 3 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.Map(fail.With(o => o with { Retries = 0 }).MapAsync([7])).ToListAsync().Soon();
        Assert.Single(journal.Lines);
        await flyte.Map(fail.With(o => o with { Retries = 1 }).MapAsync([7])).ToListAsync().Soon();
        Assert.Equal(3, journal.Lines.Length);
    }

    [Fact]
    public async Task An_item_keeps_its_idempotency_key_over_its_attempts()
    {
        var item = env.Task("item", int (int i, TaskContext context) =>
        {
            journal.Write(context.IdempotencyKey);
            return context.Attempt == 1 ? throw new FormatException("No.") : i;
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = await flyte.SubmitAsync(item.MapAsync([0, 1], concurrency: 1), new RunOptions { Id = "keys" }).Soon();
        await run.WaitAsync().Soon();

        Assert.Equal(["keys/0", "keys/0", "keys/1", "keys/1"], journal.Sorted);
    }

    [Fact]
    public async Task A_call_is_retried_like_an_item_of_a_map()
    {
        var shaky = env.Task("shaky", int (TaskContext context) => context.Attempt < 3 ? throw new FormatException("No.") : context.Attempt, o => o with { Retries = 2 });
        var main = env.Task("main", () => shaky.Call());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(3, await flyte.RunAsync(main).Soon());
    }

    private sealed class LostForeverException(string message) : NonRecoverableException(message);
}
