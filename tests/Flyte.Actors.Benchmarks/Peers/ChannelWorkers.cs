using System.Threading.Channels;

namespace Flyte.Actors.Benchmarks;

/// <summary>Workers that read a bounded channel; each result goes to its place in an array.</summary>
internal static class ChannelWorkers
{
    private const int Capacity = 1024;

    public static async Task<int[]> RunAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body)
    {
        var results = new int[items.Length];
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(Capacity) { SingleWriter = true });
        Task[] workers = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync))];
        for (var index = 0; index < items.Length; index++)
        {
            await channel.Writer.WriteAsync(index);
        }

        channel.Writer.Complete();
        await Task.WhenAll(workers);
        return results;

        async Task WorkAsync()
        {
            await foreach (var index in channel.Reader.ReadAllAsync())
            {
                results[index] = await body(items[index]);
            }
        }
    }
}
