using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>Calls that are awaited together.</summary>
internal static class GatherPattern
{
    internal static void Add(TaskEnvironment env, FlyteTask<int, string> processItem)
    {
        // asyncio.gather(*[process_item(i) for i in items])
        env.Task("gather", async (int[] items) => await Task.WhenAll(items.Select(i => processItem.CallAsync(i))));

        // asyncio.Semaphore(2) around each call
        env.Task("semaphore", async (int[] items) =>
        {
            using var semaphore = new SemaphoreSlim(2);
            return await Task.WhenAll(items.Select(ProcessLimited));

            async Task<string> ProcessLimited(int item)
            {
                await semaphore.WaitAsync();
                try
                {
                    return await processItem.CallAsync(item);
                }
                finally
                {
                    semaphore.Release();
                }
            }
        });
    }
}
