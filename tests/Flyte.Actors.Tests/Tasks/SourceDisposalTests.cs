using System.Runtime.CompilerServices;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Leaving a stream of results closes its stream of inputs, and does not wait for one that hangs.</summary>
public sealed class SourceDisposalTests
{
    private readonly TaskEnvironment env = new("sources");
    private readonly FlyteTask<int, int> item;

    public SourceDisposalTests() => item = env.Task("item", async (int i, CancellationToken cancellation) =>
    {
        await (i == 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellation));
        return i;
    });

    [Fact]
    public async Task Leaving_closes_the_stream_of_inputs()
    {
        var closed = new Gate();
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await foreach (var _ in flyte.Map(item.MapAsync(Endless(closed), concurrency: 2)))
        {
            break;
        }

        await closed.Opened;
    }

    [Fact]
    public async Task Leaving_closes_an_asynchronous_stream_of_inputs_that_is_waiting()
    {
        var closed = new Gate();
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await foreach (var _ in flyte.Map(item.MapAsync(Waiting(closed), concurrency: 2)))
        {
            break;
        }

        await closed.Opened;
    }

    [Fact]
    public async Task A_source_that_blocks_its_thread_does_not_hold_the_end()
    {
        var (blocked, release, unblocked) = (new Gate(), new Gate(), new Gate());
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await using (var results = flyte.Map(item.MapAsync(Blocking(blocked, release, unblocked), concurrency: 1)).GetAsyncEnumerator())
        {
            Assert.True(await results.MoveNextAsync().Soon());
            await blocked.Opened;
        }

        Assert.False(unblocked.IsOpen);
        release.Open();
    }

    private static IEnumerable<int> Endless(Gate closed)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            closed.Open();
        }
    }

    private static IEnumerable<int> Blocking(Gate blocked, Gate release, Gate unblocked)
    {
        yield return 0;
        blocked.Open();
        try
        {
            release.Wait();
        }
        finally
        {
            unblocked.Open();
        }

        yield return 0;
    }

    private static async IAsyncEnumerable<int> Waiting(Gate closed, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            yield return 0;
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            closed.Open();
        }
    }
}
