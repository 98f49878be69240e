using Flyte.Actors;

namespace Flyte.Node.Tests.Support;

/// <summary>A task that calls others: a map, and one of them by itself.</summary>
internal static class CallingTask
{
    internal static TaskEnvironment Create()
    {
        var env = new TaskEnvironment("calling");
        var twice = env.Task("twice", (int x) => x >= 0 ? x * 2 : throw new InvalidDataException($"{x} is negative"));
        var both = env.Task("both", async (int x) => await twice.MapAsync([x, x + 1]).CountAsync());
        env.Task("main", async (int[] numbers) => await twice.MapAsync(numbers).CountAsync() + await both.CallAsync(7));
        return env;
    }
}
