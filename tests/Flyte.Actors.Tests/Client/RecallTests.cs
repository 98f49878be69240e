using Akka.Actor;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A parent that is executed again gets the recorded results of what it calls; only what is missing runs.</summary>
public sealed class RecallTests
{
    private readonly TaskEnvironment env = new("recall");

    [Fact]
    public async Task A_parent_that_runs_again_gets_the_recorded_results_of_its_calls()
    {
        var bodies = new Tally();
        var add = env.Task("add", (int a, int b) =>
        {
            bodies.Add();
            return a + b;
        });
        var main = env.Task("main", async (TaskContext context) =>
        {
            var sums = await Task.WhenAll(add.CallAsync(1, 2), add.CallAsync(3, 4), add.CallAsync(1, 2));
            return context.Attempt == 1 ? throw new InvalidOperationException("Once more.") : string.Join(' ', sums);
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("3 7 3", await flyte.RunAsync(main).Soon());
        Assert.Equal(3, bodies.Count);
    }

    [Fact]
    public async Task A_parent_that_runs_again_gets_the_recorded_results_of_its_maps()
    {
        var bodies = new Tally();
        var twice = env.Task("twice", (int i) =>
        {
            bodies.Add();
            return 2 * i;
        });
        var main = env.Task("main", (TaskContext context) =>
        {
            var all = twice.Map([1, 2, 3]).Values().Concat(twice.Map([4]).Values()).ToArray();
            return context.Attempt == 1 ? throw new InvalidOperationException("Once more.") : all;
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.RunAsync(main).Soon();
        Assert.Equal([2, 4, 6, 8], results);
        Assert.Equal(4, bodies.Count);
    }

    [Fact]
    public async Task Mapping_other_inputs_in_the_next_attempt_runs_only_the_new_ones()
    {
        var journal = new Logbook();
        var twice = env.Task("twice", (int i) =>
        {
            journal.Write($"{i}");
            return 2 * i;
        });
        var main = env.Task("main", (TaskContext context) =>
        {
            var all = twice.Map(context.Attempt == 1 ? [1, 2, 3] : [3, 1, 4]).Values().ToArray();
            return context.Attempt == 1 ? throw new InvalidOperationException("Once more.") : all;
        }, o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.RunAsync(main).Soon();
        Assert.Equal([6, 2, 8], results);
        Assert.Equal(["1", "2", "3", "4"], journal.Sorted);
    }

    [Fact]
    public async Task What_failed_in_an_earlier_attempt_runs_again()
    {
        var bodies = new Tally();
        var shaky = env.Task("shaky", (int i) => bodies.Add() == 1 ? throw new InvalidOperationException("First time.") : i);
        var main = env.Task("main", () => shaky.CallAsync(5), o => o with { Retries = 1 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(5, await flyte.RunAsync(main).Soon());
        Assert.Equal(2, bodies.Count);
    }

    [Fact]
    public async Task What_the_attempt_between_did_not_call_is_still_recorded()
    {
        var journal = new Logbook();
        var step = env.Task("step", (string name) =>
        {
            journal.Write(name);
            return name;
        });
        var main = env.Task("main", async (TaskContext context) =>
        {
            await step.CallAsync("a");
            if (context.Attempt != 2)
            {
                await step.CallAsync("b");
            }

            return context.Attempt < 3 ? throw new InvalidOperationException("Once more.") : context.Attempt;
        }, o => o with { Retries = 2 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(3, await flyte.RunAsync(main).Soon());
        Assert.Equal(["a", "b"], journal.Lines);
    }

    [Fact]
    public async Task A_parent_whose_worker_was_lost_finds_what_it_had_called()
    {
        var bodies = new Tally();
        var (waiting, attempts) = (new Gate(), new Tally());
        var step = env.Task("step", (int i) =>
        {
            bodies.Add();
            return i + 1;
        });
        var main = env.Task("main", async (TaskContext context) =>
        {
            attempts.Add();
            var result = await step.CallAsync(1);
            if (context.Attempt == 1)
            {
                waiting.Open();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            }

            return result;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = flyte.RunAsync(main);
        await waiting.Opened;
        flyte.System.ActorSelection("/system/flyte-runs/*/run-1/*").Tell(Kill.Instance);

        Assert.Equal(2, await run.Soon());
        Assert.Equal(2, attempts.Count);
        Assert.Equal(1, bodies.Count);
    }
}
