namespace Flyte.Actors.Benchmarks;

/// <summary><see cref="Parallel"/>'s loop, which leaves the order of the results to its caller.</summary>
internal static class ForEachAsync
{
    public static async Task<int[]> RunAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body)
    {
        var results = new int[items.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Length), options, async (index, _) => results[index] = await body(items[index]));
        return results;
    }
}
