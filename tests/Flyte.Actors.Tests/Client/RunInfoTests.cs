using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>Runs tell how they stand, can be listed, resized, and are forgotten in time.</summary>
public sealed class RunInfoTests
{
    private readonly TaskEnvironment env = new("info");
    private readonly Tally started = new();
    private readonly Gate gate = new();
    private readonly InFlight inFlight = new();
    private readonly FlyteTask<int, int> held;
    private readonly FlyteTask<int, int> quick;

    public RunInfoTests()
    {
        held = env.Task("held", async (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            await gate.Opened;
            await Task.Yield();
            return i;
        });
        quick = env.Task("quick", (int i) => i);
    }

    [Fact]
    public async Task It_counts_what_waits_runs_and_is_done()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2, 3], concurrency: 2), new RunOptions { Id = "counted", Name = "n" }).Soon();
        await started.Reaches(2);

        var going = await run.Until(info => info.Items is { Total: 4, MoreToCome: false });
        gate.Open();
        var end = await run.WaitAsync().Soon();

        Assert.Equal(("counted", "n", "info.held", RunPhase.Running), (going.Id, going.Name, going.Task, going.Phase));
        Assert.Equal((2, 2, 0), (going.Items.Queued, going.Items.Running, going.Items.Done));
        Assert.Equal((2, 2), (going.Slots, going.Concurrency));
        Assert.Null(going.EndedAt);
        Assert.Equal((0, 0, 4), (end.Items.Queued, end.Items.Running, end.Items.Done));
    }

    [Fact]
    public async Task The_concurrency_can_be_raised_while_it_goes()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync(Enumerable.Range(0, 20).ToArray(), concurrency: 1)).Soon();
        await started.Reaches(1);

        await run.ResizeAsync(5).Soon();
        await started.Reaches(5);
        gate.Open();

        Assert.Equal((20, 5), ((await run.WaitAsync().Soon()).Items.Succeeded, inFlight.Most));
    }

    [Fact]
    public async Task The_concurrency_can_be_lowered_and_running_bodies_end_in_peace()
    {
        var (second, startedLater) = (new Gate(), new Tally());
        var late = new InFlight();
        var item = env.Task("item", async (int i) =>
        {
            if (i < 4)
            {
                started.Add();
                await gate.Opened;
                return i;
            }

            using var body = late.Enter();
            startedLater.Add();
            await second.Opened;
            await Task.Yield();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(item.MapAsync(Enumerable.Range(0, 20).ToArray(), concurrency: 4)).Soon();
        await started.Reaches(4);

        await run.ResizeAsync(1).Soon();
        gate.Open();
        await startedLater.Reaches(1);
        second.Open();
        var end = await run.WaitAsync().Soon();

        Assert.Equal((20, 1, 1), (end.Items.Succeeded, end.Concurrency, late.Most));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => { _ = run.ResizeAsync(-1); });
    }

    [Fact]
    public async Task Zero_is_the_bound_of_the_runtime_for_a_resize_too()
    {
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { DefaultConcurrency = 3 }, env);
        var run = await flyte.SubmitAsync(held.MapAsync(Enumerable.Range(0, 9).ToArray(), concurrency: 1)).Soon();

        await run.ResizeAsync(0).Soon();
        await started.Reaches(3);
        gate.Open();

        Assert.Equal(3, (await run.WaitAsync().Soon()).Concurrency);
    }

    [Fact]
    public async Task Submitted_runs_are_listed_newest_first_and_by_what_is_asked_for()
    {
        gate.Open();
        var fail = env.Task("fail", int (int i) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await (await flyte.SubmitAsync(quick.MapAsync([1]), new RunOptions { Id = "a", Name = "first" }).Soon()).WaitAsync().Soon();
        await (await flyte.SubmitAsync(fail.MapAsync([1]), new RunOptions { Id = "b" }).Soon()).WaitAsync().Soon();
        await flyte.RunAsync(held, 1, new RunOptions { Id = "c", Name = "first" }).Soon();

        Assert.Equal(["c", "b", "a"], await IdsAsync(new RunQuery()));
        Assert.Equal(["c", "b", "a"], await IdsAsync(null));
        Assert.Equal(["b"], await IdsAsync(new RunQuery { Phase = RunPhase.Failed }));
        Assert.Equal(["c", "a"], await IdsAsync(new RunQuery { Name = "first" }));
        Assert.Equal(["a"], await IdsAsync(new RunQuery { Task = "info.quick" }));
        Assert.Equal(["c", "b"], await IdsAsync(new RunQuery { Limit = 2 }));
        Assert.Empty(await IdsAsync(new RunQuery { Name = "first", Phase = RunPhase.Failed }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunQuery { Limit = 0 });

        async Task<IEnumerable<string>> IdsAsync(RunQuery? query) => (await flyte.ListRunsAsync(query).Soon()).Select(run => run.Id);
    }

    [Fact]
    public async Task A_run_that_is_going_is_listed_as_such_with_its_labels()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await flyte.SubmitAsync(
            held.MapAsync([1]), new RunOptions { Id = "a", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "x" } }).Soon();

        var run = Assert.Single(await flyte.ListRunsAsync(new RunQuery { Phase = RunPhase.Running }).Soon());

        Assert.Equal(("a", "x"), (run.Id, run.Labels["team"]));
        gate.Open();
    }

    [Fact]
    public async Task Only_so_many_finished_runs_are_kept_the_newest()
    {
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { FinishedRunsKept = 2 }, env);
        foreach (var id in new[] { "a", "b", "c" })
        {
            await (await flyte.SubmitAsync(quick.MapAsync([1]), new RunOptions { Id = id }).Soon()).WaitAsync().Soon();
        }

        await GoneAsync(() => flyte.GetRun<int>("a").GetInfoAsync());

        Assert.Equal(["c", "b"], (await flyte.ListRunsAsync().Soon()).Select(run => run.Id));
        Assert.Equal(1, (await flyte.GetRun<int>("c").ResultsAsync().ToListAsync().Soon())[0].Value);
    }

    [Fact]
    public async Task Maps_and_runs_without_a_name_are_forgotten_when_they_are_over()
    {
        var main = env.Task("main", () => quick.Map([1, 2]).Count());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.Map(quick.MapAsync([1, 2])).ToListAsync().Soon();
        await flyte.RunAsync(main).Soon();
        await flyte.Map(quick.MapAsync(Enumerable.Range(0, 100))).Values().FirstAsync().Soon();

        Assert.Empty(await flyte.ListRunsAsync().Soon());
        await GoneAsync(() => flyte.System.ActorSelection("/system/flyte-runs/tree-*").ResolveOne(TimeSpan.FromMilliseconds(200)));
    }

    // What is stopped goes by messages: asked for until it is gone.
    private static async Task GoneAsync(Func<Task> ask)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await Record.ExceptionAsync(ask) is null)
        {
            bound.Token.ThrowIfCancellationRequested();
        }
    }
}
