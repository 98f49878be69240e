using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A run whose task is not there any more, or takes other inputs: it waits and says so, or fails; it is not lost.</summary>
public sealed class MissingTaskTests : DurableTest
{
    private readonly Halt halt = new();
    private readonly TaskEnvironment other = new("durable");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_waits_for_its_task_and_goes_on_with_it(bool isChanged)
    {
        await BeginAsync(count: 3);
        if (isChanged)
        {
            other.Task("work", (DateTimeOffset x) => x.Year);
        }

        await using (var without = await FlyteRuntime.StartAsync(Options, other).Soon())
        {
            var info = await without.GetRun<int>(Id).Until(i => i.Notice is not null);
            Assert.Contains("durable.work", info.Notice);
            Assert.Equal((RunPhase.Running, 3), (info.Phase, info.Items.Total));
            var listed = Assert.Single(await without.ListRunsAsync().Soon());
            Assert.Equal((Id, RunPhase.Running), (listed.Id, listed.Phase));
        }

        await using var with = await StartAsync().Soon();
        Assert.Equal([0, 2, 4], await with.GetRun<int>(Id).ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Null((await with.GetRun<int>(Id).WaitAsync().Soon()).Notice);
    }

    [Fact]
    public async Task It_can_be_aborted_without_its_task()
    {
        await BeginAsync(count: 3);

        await using var without = await FlyteRuntime.StartAsync(Options, other).Soon();
        await without.GetRun<int>(Id).AbortAsync("no such task").Soon();
        var info = await without.GetRun<int>(Id).WaitAsync().Soon();
        Assert.Equal((RunPhase.Aborted, 3), (info.Phase, info.Items.Aborted));
    }

    [Fact]
    public async Task It_fails_where_that_is_the_setting()
    {
        await BeginAsync(count: 3);

        await using var without = await FlyteRuntime.StartAsync(Options with { FailsWithoutTask = true }, other).Soon();
        var info = await without.GetRun<int>(Id).WaitAsync().Soon();
        Assert.Equal((RunPhase.Failed, ErrorCodes.UnknownTask), (info.Phase, info.Error!.Code));
        Assert.Contains("durable.work", info.Error.Message);
        Assert.Equal(3, info.Items.Done);
    }

    private async Task BeginAsync(int count)
    {
        var work = Env.Task("work", async (int x) =>
        {
            await halt.PassAsync();
            return 2 * x;
        });
        await using var flyte = await StartAsync().Soon();
        await SubmitAsync(flyte, work.MapAsync(Enumerable.Range(0, count).ToArray(), concurrency: 1));
        await halt.ReachedAsync();
    }
}
