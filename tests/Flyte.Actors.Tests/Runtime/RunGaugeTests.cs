using Flyte.Actors.Protocol;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Whoever looks sees what the runs of a process have in hand, for as long as they are in memory.</summary>
public sealed class RunGaugeTests : RuntimeTest
{
    private readonly HeldCommitter journal = new();

    [Fact]
    public async Task Events_wait_until_they_are_recorded()
    {
        Committer = journal;
        var square = Env.Task("square", (int n) => n * n);
        var spec = Spec(square);
        Region.Tell(new StartRun(spec, First: new AddItems(spec.Id, 0, Page(square, 2, 3), IsLast: true)), Feeder);
        var first = await journal.NextAsync();

        Assert.Equal(3, Gauge.Lag);
        first.Record();
        await FenceAsync(first.ReplyTo);
        while (Gauge.Lag > 0)
        {
            (await journal.NextAsync()).Record();
            await FenceAsync(first.ReplyTo);
        }

        Assert.Equal((RunPhase.Succeeded, "succeeded"), ((await EndAsync(spec.Id)).Phase, Gauge.Phase));
    }

    [Fact]
    public async Task A_run_is_seen_as_it_asks_of_itself_and_not_once_it_is_forgotten()
    {
        var gate = Gate();
        var waits = Env.Task("waits", (int n) =>
        {
            gate.Wait();
            return n;
        });
        var (id, run) = await RunAsync(Spec(waits, concurrency: 2), waits, 1, 2, 3, 4, 5);
        await FenceAsync(run);

        var info = await GetAsync(id);
        Assert.Equal(
            (waits.Name, "running", info.Items.Queued, info.Items.Running, info.Items.Retrying, 0), (Gauge.Task, Gauge.Phase, Gauge.Queued, Gauge.Running, Gauge.Retrying, Gauge.Lag));
        Assert.InRange(Gauge.Busy, 1, 2);
        gate.Set();
        await EndAsync(id);
        Watch(run);
        Region.Tell(new ForgetRun(id), TestActor);
        await ExpectTerminatedAsync(run, Limit);

        Assert.Empty(Gauges.Runs);
    }

    private IRunGauge Gauge => Assert.Single(Gauges.Runs);
}
