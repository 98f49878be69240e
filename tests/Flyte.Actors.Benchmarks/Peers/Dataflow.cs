using System.Threading.Tasks.Dataflow;

namespace Flyte.Actors.Benchmarks;

/// <summary>A transform block that keeps the order.</summary>
internal static class Dataflow
{
    public static async Task<List<int>> RunAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body)
    {
        var block = new TransformBlock<int, int>(
            item => body(item).AsTask(),
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = concurrency, EnsureOrdered = true });
        foreach (var item in items)
        {
            block.Post(item);
        }

        block.Complete();
        var results = new List<int>();
        while (await block.OutputAvailableAsync())
        {
            while (block.TryReceive(out var result))
            {
                results.Add(result);
            }
        }

        await block.Completion;
        return results;
    }
}
