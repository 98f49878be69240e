using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A map that a body started and left to others is over with the body, and whoever holds its stream is told.</summary>
public sealed class LeftBehindMapTests
{
    private readonly TaskEnvironment env = new("left");
    private readonly FlyteTask<int, int> item;

    public LeftBehindMapTests() => item = env.Task("item", async (int i, CancellationToken cancellation) =>
    {
        await (i == 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellation));
        return i;
    });

    [Fact]
    public async Task Who_waits_for_its_next_result_gets_an_exception()
    {
        var (left, first) = (new TaskCompletionSource<Task<int>>(), new Gate());
        var main = env.Task("main", async () =>
        {
            left.SetResult(Task.Run(() => CountAsync(first)));
            await first.Opened;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.RunAsync(main).Soon();

        await Assert.ThrowsAsync<RunAbortedException>(async () => await (await left.Task).Soon());
    }

    [Fact]
    public async Task Who_disposes_of_its_stream_later_does_not_wait()
    {
        var left = new TaskCompletionSource<MapEnumerator<int>>();
        var main = env.Task("main", async () =>
        {
            var results = item.MapAsync([0, 1], concurrency: 2).GetAsyncEnumerator();
            await results.MoveNextAsync();
            left.SetResult(results);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.RunAsync(main).Soon();

        await (await left.Task).DisposeAsync().AsTask().Soon();
    }

    private async Task<int> CountAsync(Gate first)
    {
        var count = 0;
        await foreach (var _ in item.MapAsync([0, 1], concurrency: 2))
        {
            count++;
            first.Open();
        }

        return count;
    }
}
