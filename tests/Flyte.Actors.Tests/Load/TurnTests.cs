using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Load;

/// <summary>A small run does not wait behind all that a huge one has begun.</summary>
public sealed class TurnTests
{
    private const int Many = 200;

    private readonly Gate gate = new();
    private readonly Logbook order = new();

    [Fact]
    public async Task A_small_run_takes_turns_with_a_huge_one()
    {
        var env = new TaskEnvironment("turns");
        var huge = env.Task("huge", (int x) =>
        {
            gate.Wait();
            order.Write("huge");
            return x;
        });
        var small = env.Task("small", (int x) =>
        {
            order.Write("small");
            return x;
        });
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { MaxThreads = 1 }, env);
        var first = await flyte.SubmitAsync(huge.MapAsync([.. Enumerable.Range(0, Many)], concurrency: Many)).Soon();
        await first.Until(info => info.Items.Running >= Many / 2);
        var second = await flyte.SubmitAsync(small.MapAsync([1])).Soon();
        await second.Until(info => info.Items.Running == 1);

        gate.Open();

        Assert.Equal(Many, await first.ResultsAsync().CountAsync().Soon());
        Assert.Equal(1, (await second.ResultsAsync().SingleAsync().Soon()).Value);
        Assert.InRange(Array.IndexOf(order.Lines, "small"), 1, 2);
    }
}
