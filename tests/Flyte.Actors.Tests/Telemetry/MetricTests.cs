using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Telemetry;

/// <summary>Counters, times and sizes say what happened, and gauges what is.</summary>
public sealed class MetricTests : NodeTest
{
    private readonly TaskEnvironment env = new($"metrics-{Guid.NewGuid():N}");

    [Fact]
    public async Task Items_are_counted_once_by_how_they_end()
    {
        var tries = new Tally();
        var odd = env.Task("odd", (int x) => x % 2 == 1 ? x : throw new FormatException("even"));
        var shaky = env.Task("shaky", (int x) => tries.Add() > 3 ? x : throw new FormatException("Not yet."), o => o with { Retries = 9 });
        var slow = env.Task("slow", async (int x, CancellationToken cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return x;
        }, o => o with { MaxRuntime = TimeSpan.FromMilliseconds(10) });
        var never = env.Task("never", async (int x, CancellationToken cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return x;
        });
        using var meters = new Meters();
        await using var flyte = await FlyteRuntime.StartAsync(env).Soon();

        await flyte.Map(odd.MapAsync(Enumerable.Range(0, 1001))).ToListAsync().Soon();
        await flyte.Map(shaky.MapAsync([1, 2])).ToListAsync().Soon();
        await flyte.Map(slow.MapAsync([1])).ToListAsync().Soon();
        await flyte.MapJson(odd.Name, ["1", "x"]).ToListAsync().Soon();
        var aborted = await flyte.SubmitAsync(never.MapAsync([1, 2, 3])).Soon();
        await aborted.AbortAsync("enough").Soon();
        await aborted.WaitAsync().Soon();

        Assert.Equal("502 failed, 501 succeeded", meters.Ended(odd.Name));
        Assert.Equal(("2 succeeded", "1 timed_out", "3 aborted"), (meters.Ended(shaky.Name), meters.Ended(slow.Name), meters.Ended(never.Name)));
        Assert.InRange(meters.Of("flyte.items", "flyte.task", odd.Name).Count, 4, 200);
        var leases = meters.Of("flyte.lease.duration", "flyte.task", odd.Name);
        Assert.NotEmpty(leases);
        Assert.All(leases, lease => Assert.InRange(lease.Value, double.Epsilon, 30));
    }

    [Fact]
    public async Task Calls_are_counted_by_the_tasks_that_are_called_and_steps_are_not()
    {
        var (one, two) = (env.Task("one", (int x) => x), env.Task("two", int (int x) => throw new FormatException("No.")));
        var main = env.Task("main", async () =>
        {
            await TaskContext.TraceAsync("step", () => Task.FromResult(1));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(x => one.CallAsync(x)));
            await two.CallAsync(1).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var meters = new Meters();
        await using var flyte = await FlyteRuntime.StartAsync(env).Soon();

        await flyte.RunAsync(main).Soon();

        Assert.Equal(("20 succeeded", "1 failed", "1 succeeded"), (meters.Ended(one.Name), meters.Ended(two.Name), meters.Ended(main.Name)));
    }

    [Fact]
    public async Task What_a_record_has_is_not_counted_again()
    {
        var (halt, done) = (new Halt(), new Tally());
        var leaf = env.Task("leaf", (int x) => x);
        var main = env.Task("main", async (int _) =>
        {
            var sum = await leaf.MapAsync(Enumerable.Range(0, 50)).Values().SumAsync();
            done.Add();
            await halt.PassAsync();
            return sum;
        });
        using var folder = new TempFolder();
        var options = new FlyteOptions { Store = FlyteStore.Sqlite(folder.File("flyte.db")) };
        using var meters = new Meters();
        await using (var flyte = await FlyteRuntime.StartAsync(options, env).Soon())
        {
            await flyte.SubmitAsync(main.MapAsync([1]), new RunOptions { Id = "run" }).Soon();
            await halt.ReachedAsync();
        }

        await using var next = await FlyteRuntime.StartAsync(options, env).Soon();
        Assert.Equal(1225, (await next.GetRun<int>("run").ResultsAsync().SingleAsync().Soon()).Value);

        Assert.Equal(2, done.Count);
        Assert.Equal(("50 succeeded", "1 succeeded"), (meters.Ended(leaf.Name), meters.Ended(main.Name)));
        Assert.InRange(meters.Of("flyte.commit.items").Sum(one => one.Value), 51, double.MaxValue);

        // Writes of other tests are among them, whose databases may be away for as long as these like.
        Assert.All(meters.Of("flyte.commit.duration"), one => Assert.True(one.Value > 0));
        Assert.Contains(meters.Of("flyte.commit.duration"), one => one.Value < 60);
        Assert.InRange(meters.Of("flyte.commit.size").Sum(one => one.Value), 51 * 3, double.MaxValue);
    }

    [Fact]
    public async Task Gauges_show_what_a_run_shows_of_itself()
    {
        var hold = new Gate();
        var held = env.Task("held", async (int x, CancellationToken cancellation) =>
        {
            await hold.OpenedAsync(cancellation);
            return x;
        });
        using var meters = new Meters();
        await using var flyte = await FlyteRuntime.StartAsync(env).Soon();

        var run = await flyte.SubmitAsync(held.MapAsync(Enumerable.Range(0, 20), concurrency: 3)).Soon();
        await run.Until(info => info.Items is { Running: 3, Queued: 17 });

        Assert.Equal((17, 3, 0), (Now("flyte.items.queued"), Now("flyte.items.running"), Now("flyte.items.retrying")));
        var phase = Assert.Single(meters.Look("flyte.runs", "flyte.task", held.Name));
        Assert.Equal((1, "running"), (phase.Value, phase.Tags["flyte.phase"]));
        hold.Open();
        await run.WaitAsync().Soon();
        Assert.Equal((0, 0), (Now("flyte.items.queued"), Now("flyte.items.running")));
        Assert.Equal("succeeded", Assert.Single(meters.Look("flyte.runs", "flyte.task", held.Name)).Tags["flyte.phase"]);

        double Now(string instrument) => Assert.Single(meters.Look(instrument, "flyte.task", held.Name)).Value;
    }

    [Fact]
    public async Task A_node_shows_its_slots()
    {
        using var meters = new Meters();
        var node = await StartAsync(Plain with { Slots = 5, CpuSlots = 3 }, env);
        await node.ListTasksAsync().Soon();

        Assert.Equal(["async 5", "cpu 3"], Now("flyte.slots"));
        Assert.Equal(["async 0", "cpu 0"], Now("flyte.slots.used"));

        IEnumerable<string> Now(string instrument) =>
            meters.Look(instrument, "flyte.node", AddressOf(node)).Select(slots => $"{slots.Tags["flyte.slot.kind"]} {slots.Value}");
    }

    [Fact]
    public async Task A_runtime_that_has_ended_shows_nothing()
    {
        var task = env.Task("task", (int x) => x);
        using var meters = new Meters();
        await using (var flyte = await FlyteRuntime.StartAsync(env).Soon())
        {
            await (await flyte.SubmitAsync(task.MapAsync([1])).Soon()).WaitAsync().Soon();
            Assert.NotEmpty(meters.Look("flyte.runs", "flyte.task", task.Name));
        }

        Assert.Empty(meters.Look("flyte.runs", "flyte.task", task.Name));
    }
}
