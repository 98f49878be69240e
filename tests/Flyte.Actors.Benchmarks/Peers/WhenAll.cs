namespace Flyte.Actors.Benchmarks;

/// <summary>A task for each item, held back by a semaphore.</summary>
internal static class WhenAll
{
    public static async Task<int[]> RunAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body)
    {
        using var slots = new SemaphoreSlim(concurrency);
        return await Task.WhenAll(items.Select(async item =>
        {
            await slots.WaitAsync();
            try
            {
                return await body(item);
            }
            finally
            {
                slots.Release();
            }
        }));
    }
}
