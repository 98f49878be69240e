using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>A fail-fast map ends with its first failure: nothing more starts, what runs is cancelled and awaited.</summary>
public sealed class FailFastTests
{
    private static readonly MapOptions FailFast = new() { FailFast = true };
    private static readonly FlyteOptions Patient = new() { CancellationGrace = Patience.Bound };

    private readonly TaskEnvironment env = new("fail_fast");
    private readonly Tally started = new();

    [Fact]
    public async Task A_failure_behind_a_slow_first_item_is_raised_at_once_and_nothing_more_starts()
    {
        var slowStarted = new Gate();
        var item = env.Task("item", async (int i, CancellationToken cancellation) =>
        {
            started.Add();
            if (i == 0)
            {
                slowStarted.Open();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            await slowStarted.Opened;
            return i == 1 ? throw new FormatException("No number.") : i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(item.MapAsync(Enumerable.Range(0, 20), concurrency: 2, FailFast)).ToListAsync();
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => map.Soon());

        Assert.Equal(1, failure.Error.Index);
        Assert.Equal("FormatException", failure.Error.Code);
        Assert.Equal(2, started.Count);
    }

    [Fact]
    public async Task Running_items_are_cancelled_and_awaited_before_the_failure_is_raised()
    {
        var (slowStarted, cancelled, release, inFlight) = (new Gate(), new Gate(), new Gate(), new InFlight());
        var item = env.Task("item", async (int i, CancellationToken cancellation) =>
        {
            if (i == 1)
            {
                await slowStarted.Opened;
                throw new FormatException("No number.");
            }

            using var body = inFlight.Enter();
            slowStarted.Open();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.Open(), TaskScheduler.Default);
            await release.Opened;
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        var map = flyte.Map(item.MapAsync([0, 1], concurrency: 2, FailFast)).ToListAsync().AsTask();
        await cancelled.Opened;
        Assert.False(map.IsCompleted);
        release.Open();

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => map.Soon());
        Assert.Equal(1, failure.Error.Index);
        Assert.Equal(0, inFlight.Now);
    }

    [Fact]
    public async Task The_first_failure_in_order_ends_a_map_of_one_at_a_time()
    {
        var item = env.Task("item", int (int i) =>
        {
            started.Add();
            return i < 2 ? i : throw new FormatException($"No {i}.");
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(item.MapAsync([0, 1, 2, 3, 4], concurrency: 1)).Values().ToListAsync();
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => map.Soon());

        Assert.Equal(2, failure.Error.Index);
        Assert.Equal(3, started.Count);
    }

    [Fact]
    public async Task However_cheap_items_are_none_starts_behind_the_failure()
    {
        var item = env.Task("item", int (int i) =>
        {
            started.Add();
            return i != 50_000 ? i : throw new FormatException($"No {i}.");
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var map = flyte.Map(item.MapAsync(Enumerable.Range(0, 100_000), concurrency: 1)).Values().CountAsync().AsTask();
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => map.Soon());

        Assert.Equal(50_000, failure.Error.Index);
        Assert.Equal(50_001, started.Count);
    }

    [Fact]
    public async Task A_failure_that_is_retried_with_success_ends_nothing()
    {
        var item = env.Task("item", int (int i, TaskContext context) =>
            context.Attempt == 1 ? throw new FormatException("The first time.") : i, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([0, 1, 2], await flyte.Map(item.MapAsync([0, 1, 2])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_failure_ends_a_map_that_is_read_as_completed_and_one_that_is_read_synchronously()
    {
        var item = env.Task("item", int (int i) => throw new FormatException($"No {i}."));
        var main = env.Task("main", () => item.Map([7], options: FailFast).Count());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await Assert.ThrowsAsync<TaskFailedException>(() => flyte.Map(item.MapAsync([7], 1, FailFast)).AsCompleted().ToListAsync().Soon());
        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon());
        Assert.Equal("FormatException", failure.Error.Code);
        Assert.Equal("fail_fast.item", failure.Error.Cause?.Task);
    }

    [Fact]
    public async Task An_aborted_item_is_a_failure_of_its_map_that_names_it()
    {
        var item = env.Task("item", async (int i, CancellationToken cancellation) =>
        {
            started.Add();
            await Task.Delay(Timeout.Infinite, cancellation);
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(item.MapAsync([7, 8], concurrency: 2, FailFast)).Soon();
        await started.Reaches(2);

        await run.AbortItemAsync(1, "Not this one.").Soon();

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => run.ResultsAsync().ToListAsync().Soon());
        Assert.Equal((1, ErrorCodes.Aborted, "Not this one."), (failure.Error.Index, failure.Error.Code, failure.Error.Message));
        Assert.Equal(RunPhase.Failed, (await run.WaitAsync().Soon()).Phase);
    }
}
