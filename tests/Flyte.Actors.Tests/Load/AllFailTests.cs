using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Load;

/// <summary>A map that fails on every item is a run like any other, and its node goes on.</summary>
public sealed class AllFailTests : TwoStoresTest
{
    private const int Items = 100_000;
    private const int Kinds = 1000;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(Memory)]
    [InlineData(Sqlite)]
    public async Task Every_failure_is_told_in_its_slot_and_what_is_held_of_them_is_bounded(string store)
    {
        var fail = Env.Task("fail", int (int x) => throw new InvalidDataException($"'{x}' is no {new string('x', 1 + (x % Kinds))}"));
        var echo = Env.Task("echo", (int x) => x);
        await using var flyte = await StartAsync(store).Soon();

        var run = await flyte.SubmitAsync(fail.MapAsync(Enumerable.Range(0, Items).Select(x => x), concurrency: 64)).Soon();
        var read = 0;
        using var bound = new CancellationTokenSource(Enough);
        await foreach (var result in run.ResultsAsync().WithCancellation(bound.Token))
        {
            Assert.Equal(read++, result.Index);
            Assert.Equal(nameof(InvalidDataException), result.Error?.Code);
        }

        var info = await run.WaitAsync().Soon();
        Assert.Equal((Items, RunPhase.Failed, Items), (read, info.Phase, info.Items.Failed));
        var failures = await run.GetFailuresAsync().Soon();
        Assert.Equal(Items, failures.Count);
        Assert.InRange(failures.Groups.Count, 1, RunFailures.MaxGroups + 1);
        Assert.All(failures.Groups, group => Assert.InRange(group.Items.Count, 1, 5));
        Assert.Equal(7, await flyte.RunAsync(echo, 7).Soon());
    }
}
