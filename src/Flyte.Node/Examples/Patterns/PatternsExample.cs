using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>Every pattern of Flyte's page on parallelism and async, each a task that can be run from the command line.</summary>
internal static class PatternsExample
{
    internal static TaskEnvironment Create()
    {
        var env = new TaskEnvironment("patterns");
        var processItem = ProcessItem(env);
        MapPattern.Add(env, processItem);
        GatherPattern.Add(env, processItem);
        GatherErrorsPattern.Add(env, processItem);
        AsCompletedPattern.Add(env);
        StepsPattern.Add(env);
        return env;
    }

    /// <summary>What the patterns run for each item; it has no use for negative ones.</summary>
    internal static FlyteTask<int, string> ProcessItem(TaskEnvironment env) =>
        env.Task("process_item", async (int item, CancellationToken cancellation) =>
        {
            ArgumentOutOfRangeException.ThrowIfNegative(item);
            await Task.Delay(100, cancellation);
            return $"processed_{item}";
        });
}
