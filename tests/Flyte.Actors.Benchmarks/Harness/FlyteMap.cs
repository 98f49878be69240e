namespace Flyte.Actors.Benchmarks;

/// <summary>A map as a user consumes it, as a subject.</summary>
internal static class FlyteMap
{
    /// <summary>A map whose results come in the order of the inputs.</summary>
    public static Subject InOrder(
        FlyteRuntime flyte, FlyteTask<int, int> task, int[] items, int concurrency, string name = Subject.Flyte) =>
        Of(name, items, concurrency, async () =>
        {
            var values = new int[items.Length];
            var next = 0;
            await foreach (var result in flyte.Map(task.MapAsync(items, concurrency: concurrency)))
            {
                if (result.Index != next)
                {
                    throw new InvalidOperationException($"'{name}' returned item {result.Index} where item {next} belongs.");
                }

                values[next++] = result.Value;
            }

            return values;
        });

    /// <summary>A map whose results come as they are recorded.</summary>
    public static Subject AsCompleted(FlyteRuntime flyte, FlyteTask<int, int> task, int[] items, int concurrency) =>
        Of(Subject.Flyte, items, concurrency, async () =>
        {
            var values = new int[items.Length];
            await foreach (var result in flyte.Map(task.MapAsync(items, concurrency: concurrency).AsCompleted()))
            {
                if (values[result.Index] != 0)
                {
                    throw new InvalidOperationException($"'flyte' returned item {result.Index} twice.");
                }

                values[result.Index] = result.Value;
            }

            return values;
        });

    private static Subject Of(string name, int[] items, int concurrency, Func<Task<int[]>> run) =>
        Subject.Of(name, items.Length, concurrency, "durability", run, Check.Echo(name, items.Length));
}
