using Flyte.Actors.Tests.Recovery;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Load;

/// <summary>However many runs have ended, those whose time is over are removed.</summary>
public sealed class SweepTests : DurableTest
{
    private const int Runs = 500;

    // Shorter than the minutes that sweep after sweep would take.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task More_runs_than_one_sweep_removes_are_removed_without_waiting_for_the_next_minute()
    {
        var echo = Env.Task("echo", (int x) => x);
        await using (var flyte = await StartAsync().Soon())
        {
            await Task.WhenAll(Enumerable.Range(0, Runs).Select(x => flyte.RunAsync(echo, x))).WaitAsync(Enough);
        }

        await using var next = await StartAsync(Options with { Retention = TimeSpan.FromTicks(1) }).Soon();

        using var bound = new CancellationTokenSource(Enough);
        while ((await next.ListRunsAsync(cancellationToken: bound.Token)).Count > 0)
        {
            await Task.Yield();
        }

        Assert.Equal(1, await next.RunAsync(echo, 1).Soon());
    }
}
