using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>Results in the order in which they are done, not in that of the inputs.</summary>
internal static class AsCompletedPattern
{
    internal static void Add(TaskEnvironment env)
    {
        var wait = env.Task("wait", async (int milliseconds, CancellationToken cancellation) =>
        {
            await Task.Delay(milliseconds, cancellation);
            return milliseconds;
        });

        // for done in asyncio.as_completed([wait(t) for t in times])
        env.Task("as_completed", async (int[] times) =>
        {
            var done = new List<int>();
            await foreach (var call in Task.WhenEach(times.Select(t => wait.CallAsync(t))))
            {
                done.Add(await call);
            }

            return done;
        });

        // The same of a map, which Flyte's has not.
        env.Task("map_as_completed", async (int[] times) =>
        {
            var done = new List<int>();
            await foreach (var result in wait.MapAsync(times).AsCompleted())
            {
                done.Add(result.Value);
            }

            return done;
        });

        // Who has seen enough leaves the loop: what still runs is cancelled, and nothing more is started.
        env.Task("first", async (int[] times) =>
        {
            await foreach (var result in wait.MapAsync(times).AsCompleted())
            {
                return result.Value;
            }

            throw new NonRecoverableException("There is no first of no items: give at least one.");
        });
    }
}
