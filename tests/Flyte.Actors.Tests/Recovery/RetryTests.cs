using System.Collections.Concurrent;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>Attempts that were made count, and dates stay, whichever process they began in.</summary>
public sealed class RetryTests : DurableTest
{
    private readonly ConcurrentQueue<int> attempts = new();
    private readonly ConcurrentQueue<DateTimeOffset?> deadlines = new();
    private readonly Halt halt = new();

    [Fact]
    public async Task An_item_goes_on_with_the_attempt_that_it_was_at()
    {
        var result = await RunAsync(Stubborn(), 7, halt, recorded: true);

        Assert.Equal([1, 2, 2, 3], attempts);
        Assert.Equal((3, "attempt 3"), (result.Error!.Attempts, result.Error.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_does_an_item_that_another_one_called(bool isMap)
    {
        var stubborn = Stubborn();
        var main = Env.Task("main", async (int x) => isMap
            ? (await stubborn.MapAsync([x]).SingleAsync()).Error!.Attempts
            : (await Gather.ResultsAsync([stubborn.CallAsync(x)]))[0].Error!.Attempts);

        Assert.Equal(3, (await RunAsync(main, 7, halt, recorded: true)).Value);
        Assert.Equal([1, 2, 2, 3], attempts);
    }

    [Fact]
    public async Task What_a_retry_came_to_is_found_by_every_later_execution()
    {
        // The retry is recorded by the first execution, and its result by the second.
        var (lives, halts) = (0, new Halt(3));
        var once = Env.Task(
            "once",
            async (int x, TaskContext context) =>
            {
                attempts.Enqueue(context.Attempt);
                if (context.Attempt == 1)
                {
                    throw new InvalidOperationException("not yet");
                }

                if (Volatile.Read(ref lives) == 1)
                {
                    await halts.PassAsync();
                }

                return x;
            },
            o => o with { Retries = 1 });
        var main = Env.Task("main", async (int x) =>
        {
            Interlocked.Increment(ref lives);
            var result = await once.CallAsync(x);
            await halts.PassAsync();
            return result;
        });

        Assert.Equal(5, (await RunAsync(main, 5, halts, times: 3, recorded: true)).Value);

        Assert.Equal([1, 2, 2], attempts);
    }

    [Fact]
    public async Task A_deadline_keeps_its_date()
    {
        var inner = Env.Task("inner", async (int x, TaskContext context) =>
        {
            deadlines.Enqueue(context.Deadline);
            await halt.PassAsync();
            return x;
        });
        var main = Env.Task(
            "main",
            async (int x, TaskContext context) =>
            {
                deadlines.Enqueue(context.Deadline);
                return await inner.CallAsync(x);
            },
            o => o with { Deadline = TimeSpan.FromHours(1) });

        Assert.Equal(1, (await RunAsync(main, 1, halt)).Value);
        Assert.Equal(4, deadlines.Count);
        Assert.NotNull(Assert.Single(deadlines.Distinct()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_does_the_deadline_of_an_item_that_another_one_called(bool isMap)
    {
        var inner = Env.Task(
            "inner",
            async (int x, TaskContext context) =>
            {
                deadlines.Enqueue(context.Deadline);
                await halt.PassAsync();
                return x;
            },
            o => o with { Deadline = TimeSpan.FromHours(1) });
        var main = Env.Task("main", async (int x) => isMap ? (await inner.MapAsync([x]).SingleAsync()).Value : await inner.CallAsync(x));

        Assert.Equal(1, (await RunAsync(main, 1, halt, recorded: true)).Value);
        Assert.Equal(2, deadlines.Count);
        Assert.NotNull(Assert.Single(deadlines.Distinct()));
    }

    [Fact]
    public async Task A_retry_that_is_not_due_waits_in_the_next_process_too()
    {
        var late = Env.Task(
            "late",
            (int x) => x < 0 ? x : throw Attempted(),
            o => o with { Retries = 1, Backoff = new Backoff(TimeSpan.FromHours(1)) });
        for (var life = 0; life < 2; life++)
        {
            await using var flyte = await StartAsync().Soon();
            var run = life == 0 ? await SubmitAsync(flyte, late.MapAsync([1])) : flyte.GetRun<int>(Id);

            await run.Until(info => info.Items.Retrying == 1);
            await run.ResizeAsync(10 + life).Soon(); // Answered when it is recorded, and what was before it.
            Assert.Single(attempts);
        }
    }

    private InvalidOperationException Attempted()
    {
        attempts.Enqueue(1);
        return new InvalidOperationException();
    }

    // It fails three times, and halts in the middle of the second.
    private FlyteTask<int, int> Stubborn() => Env.Task(
        "stubborn",
        async (int x, TaskContext context) =>
        {
            attempts.Enqueue(context.Attempt);
            if (context.Attempt == 2)
            {
                await halt.PassAsync();
            }

            return x < 0 ? x : throw new InvalidOperationException($"attempt {context.Attempt}");
        },
        o => o with { Retries = 2 });
}
