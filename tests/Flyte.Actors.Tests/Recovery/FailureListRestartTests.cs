using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>What items have failed with is known to the next process, and counted on by it.</summary>
public sealed class FailureListRestartTests : DurableTest
{
    private readonly Halt halt = new(int.MaxValue);

    [Fact]
    public async Task Failures_are_counted_over_all_processes()
    {
        var step = Env.Task("step", async (int x) =>
        {
            await (x >= 50 ? halt.PassAsync() : Task.CompletedTask);
            return x % 5 == 0 ? throw new FormatException($"{x} is bad") : x;
        });
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, step.MapAsync(Enumerable.Range(0, 100).ToArray(), concurrency: 3));
            await run.Until(info => info.Items is { Failed: 10, Succeeded: 40 });
            Assert.Equal(10, Assert.Single((await run.GetFailuresAsync().Soon()).Groups).Count);
        }

        halt.Free();
        RunFailures before;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = flyte.GetRun<int>(Id);
            await run.WaitAsync().Soon();
            before = await run.GetFailuresAsync().Soon();
            Assert.Equal(("FormatException", 20), (Assert.Single(before.Groups).Code, before.Count));
        }

        await using var last = await StartAsync().Soon();
        Assert.Equal(Dump.Of(before), Dump.Of(await last.GetRun<int>(Id).GetFailuresAsync().Soon()));
    }
}
