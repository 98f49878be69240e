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

        Assert.InRange(Gauge.Lag, 3, 12); // The start, the inputs and their end, and what has come of them meanwhile.
        first.Record();
        var end = EndAsync(spec.Id);
        while (!end.IsCompleted)
        {
            var next = journal.NextAsync();
            if (await Task.WhenAny(next, end) == next)
            {
                (await next).Record();
            }
        }

        Assert.Equal((RunPhase.Succeeded, "succeeded", 0), ((await end).Phase, Gauge.Phase, Gauge.Lag));
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
