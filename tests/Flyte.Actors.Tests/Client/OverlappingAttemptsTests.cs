using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A parent may be executed again while what its last attempt called still runs.</summary>
public sealed class OverlappingAttemptsTests
{
    private readonly TaskEnvironment env = new("overlap");

    [Fact]
    public async Task An_attempt_that_follows_while_calls_of_the_last_one_still_run_makes_its_own()
    {
        var (started, release) = (new Gate(), new Gate());
        var stubborn = env.Task("stubborn", (int attempt) =>
        {
            if (attempt == 1)
            {
                started.Open();
                release.Wait(); // Hears nothing of its cancellation.
            }

            return attempt;
        });
        var main = env.Task("main", async (TaskContext context) =>
        {
            var call = stubborn.CallAsync(context.Attempt);
            await started.Opened;
            if (context.Attempt == 1)
            {
                throw new InvalidOperationException("Once more, without waiting for the call.");
            }

            release.Open();
            return await call;
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(2, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_map_that_follows_while_items_of_the_last_attempt_still_run_is_whole()
    {
        var (started, release) = (new Gate(), new Gate());
        var stubborn = env.Task("stubborn", (int i) =>
        {
            if (i == 1)
            {
                started.Open();
                release.Wait(); // Hears nothing of its cancellation.
            }

            return 10 * i;
        });
        var main = env.Task("main", async (TaskContext context) =>
        {
            if (context.Attempt == 1)
            {
                var results = stubborn.MapAsync([7, 1]).GetAsyncEnumerator();
                await results.MoveNextAsync();
                await started.Opened;
                throw new InvalidOperationException("Once more, without waiting for the map.");
            }

            var again = stubborn.MapAsync([2, 7, 3]).Values().ToListAsync();
            release.Open();
            return await again;
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([20, 70, 30], await flyte.RunAsync(main).Soon());
    }
}
