using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Leaving a stream of results stops the map: nothing more starts, what runs is cancelled and awaited.</summary>
public sealed class DisposalTests
{
    private static readonly FlyteOptions Patient = new() { CancellationGrace = Patience.Bound };

    private readonly TaskEnvironment env = new("disposal");
    private readonly InFlight inFlight = new();
    private readonly Tally cancelled = new();
    private readonly Tally started = new();
    private readonly FlyteTask<int, int> item;

    public DisposalTests() => item = env.Task("item", async (int i, CancellationToken cancellation) =>
    {
        using var body = inFlight.Enter();
        started.Add();
        if (i == 0)
        {
            return i;
        }

        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            cancelled.Add();
            await Task.Yield();
        }

        return i;
    });

    [Fact]
    public async Task Breaking_out_cancels_and_awaits_what_runs()
    {
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        await foreach (var result in flyte.Map(item.MapAsync(Enumerable.Range(0, 100), concurrency: 4)))
        {
            Assert.Equal(0, result.Index);
            await started.Reaches(5);
            break;
        }

        Assert.Equal(0, inFlight.Now);
        Assert.Equal(4, cancelled.Count);
        Assert.Equal(5, started.Count);
    }

    [Fact]
    public async Task Breaking_out_of_a_synchronous_loop_does_the_same()
    {
        var main = env.Task("main", () =>
        {
            foreach (var result in item.Map(Enumerable.Range(0, 100), concurrency: 4))
            {
                started.Reaches(5).Wait();
                return (result.Index, inFlight.Now);
            }

            return (-1, -1);
        });
        var after = env.Task("after", () => (main.Call(), inFlight.Now));
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        var ((index, then), now) = await flyte.RunAsync(after).Soon();

        Assert.Equal((0, 4), (index, then));
        Assert.Equal(0, now);
        Assert.Equal(5, started.Count);
    }

    [Fact]
    public async Task A_synchronous_loop_has_awaited_what_ran_when_it_is_left()
    {
        var main = env.Task("main", () =>
        {
            foreach (var _ in item.Map([0, 1, 2], concurrency: 2))
            {
                break;
            }

            return inFlight.Now;
        });
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        Assert.Equal(0, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_enumeration_once_what_runs_has_ended()
    {
        using var cancellation = new CancellationTokenSource();
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        var map = flyte.Map(item.MapAsync([1, 2, 3], concurrency: 2)).ToListAsync(cancellation.Token).AsTask();
        await started.Reaches(2);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        Assert.Equal(0, inFlight.Now);
        Assert.Equal(2, started.Count);
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_starts_nothing_that_is_left_behind()
    {
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);

        var map = flyte.Map(item.MapAsync([1, 2, 3])).ToListAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        Assert.Equal(0, inFlight.Now);
    }

    [Fact]
    public async Task An_enumerator_may_be_disposed_twice_and_after_its_end()
    {
        await using var flyte = await FlyteRuntime.StartAsync(Patient, env);
        var results = flyte.Map(item.MapAsync([0])).GetAsyncEnumerator();

        Assert.True(await results.MoveNextAsync().Soon());
        Assert.False(await results.MoveNextAsync().Soon());
        Assert.False(await results.MoveNextAsync().Soon());
        await results.DisposeAsync().Soon();
        await results.DisposeAsync().Soon();
    }
}
