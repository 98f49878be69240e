using System.Diagnostics;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Telemetry;

/// <summary>One trace shows what was called, by whom, and what became of it.</summary>
public sealed class SpanTests
{
    private readonly TaskEnvironment env = new("spans");

    [Fact]
    public async Task The_items_of_a_map_are_below_its_run_and_that_is_below_its_caller()
    {
        var twice = env.Task("twice", (int x) => 2 * x);
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        var results = await flyte.Map(twice.MapAsync([5, 6, 7])).Values().ToListAsync().Soon();

        Assert.Equal([10, 12, 14], results);
        var run = spans.Single("run spans.twice");
        var tasks = spans.Of("task spans.twice");
        Assert.Equal((4, spans.Root.SpanId, ActivityStatusCode.Unset), (spans.All.Count, run.ParentSpanId, run.Status));
        Assert.All(tasks, task => Assert.Equal((run.SpanId, "vendor=1"), (task.ParentSpanId, task.TraceStateString)));
        Assert.Equal([0, 1, 2], tasks.Select(task => task.GetTagItem("flyte.item.index")).Order());
        Assert.All(tasks, task => Assert.Equal(
            ("spans.twice", run.GetTagItem("flyte.run.id"), 1, Environment.MachineName),
            (task.GetTagItem("flyte.task"), task.GetTagItem("flyte.run.id"), task.GetTagItem("flyte.attempt"), task.GetTagItem("flyte.node"))));
        Assert.All(spans.All, span => Assert.Equal((FlyteTelemetry.SourceName, "0.1.0"), (span.Source.Name, span.Source.Version)));
    }

    [Fact]
    public async Task What_a_body_calls_and_maps_is_below_it_or_below_a_span_that_it_makes()
    {
        var leaf = env.Task("leaf", async (int x) =>
        {
            await Task.Yield();
            return x;
        });
        var own = new Activity("own");
        var main = env.Task("main", async (int x) =>
        {
            var sum = await leaf.CallAsync(x) + await leaf.MapAsync([1, 2]).Values().SumAsync();
            using (own.Start())
            {
                return sum + await leaf.CallAsync(x);
            }
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        Assert.Equal(23, await flyte.RunAsync(main, 10).Soon());

        var body = spans.Single("task spans.main");
        Assert.Equal(spans.Single("run spans.main").SpanId, body.ParentSpanId);
        Assert.Equal(["run spans.leaf", "task spans.leaf"], spans.Below(body).Select(span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.Equal(2, spans.Below(spans.Single("run spans.leaf")).Count);
        Assert.Equal(body.SpanId, own.ParentSpanId);
        Assert.Equal("task spans.leaf", Assert.Single(spans.Below(own)).DisplayName);
    }

    [Fact]
    public async Task A_failed_attempt_is_an_error_and_the_next_one_a_span_of_its_own()
    {
        var failures = 0;
        var shaky = env.Task("shaky", (int x) => Interlocked.Increment(ref failures) <= 2 ? throw new FormatException("no number") : x, o => o with { Retries = 2 });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        Assert.Equal(7, await flyte.RunAsync(shaky, 7).Soon());

        var attempts = spans.Of("task spans.shaky").OrderBy(span => span.GetTagItem("flyte.attempt")).ToArray();
        Assert.Equal([1, 2, 3], attempts.Select(span => span.GetTagItem("flyte.attempt")));
        Assert.All(attempts[..2], span =>
        {
            Assert.Equal((ActivityStatusCode.Error, "no number", "FormatException"), (span.Status, span.StatusDescription, span.GetTagItem("error.type")));
            Assert.Equal("exception", Assert.Single(span.Events).Name);
        });
        Assert.Equal((ActivityStatusCode.Unset, null), (attempts[2].Status, attempts[2].GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Unset, spans.Single("run spans.shaky").Status);
    }

    [Fact]
    public async Task A_run_that_throws_is_an_error_and_one_with_failed_items_is_none()
    {
        var odd = env.Task("odd", async (int x) =>
        {
            await Task.Yield();
            return x % 2 == 0 ? throw new ArgumentException("even") : x;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(odd, 2).Soon());
        await Assert.ThrowsAsync<TaskFailedException>(() => flyte.Map(odd.MapAsync([2])).Values().ToListAsync().Soon());
        await flyte.Map(odd.MapAsync([1, 2, 3])).ToListAsync().Soon();

        Assert.Equal(["ArgumentException", "ArgumentException", null], spans.Of("run spans.odd").Select(span => span.GetTagItem("error.type")));
        Assert.Equal(3, spans.Of("task spans.odd").Count(span => span.Status == ActivityStatusCode.Error));
    }

    [Fact]
    public async Task Each_of_many_cheap_bodies_runs_in_its_span_and_leaves_nothing_behind()
    {
        var id = env.Task("id", (int _) =>
        {
            var span = Activity.Current!.SpanId.ToHexString();
            new Activity("left open").Start();
            return span;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        var ids = await flyte.Map(id.MapAsync(Enumerable.Range(0, 5000))).Values().ToListAsync().Soon();

        var byIndex = spans.Of("task spans.id").ToDictionary(span => (int)span.GetTagItem("flyte.item.index")!, span => span.SpanId.ToHexString());
        Assert.Equal(ids, Enumerable.Range(0, 5000).Select(i => byIndex[i]));
    }

    [Fact]
    public async Task Whoever_reads_a_map_is_not_inside_of_its_run()
    {
        var twice = env.Task("twice", (int x) => 2 * x);
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans();

        await foreach (var _ in flyte.Map(twice.MapAsync([1, 2])))
        {
            Assert.Same(spans.Root, Activity.Current);
        }

        Assert.Same(spans.Root, Activity.Current);
        Assert.Single(spans.Of("run spans.twice"));
    }

    [Fact]
    public async Task A_body_that_is_left_behind_ends_for_the_trace_when_it_does_for_its_run()
    {
        var gate = new TaskCompletionSource<int>();
        var stubborn = env.Task("stubborn", (int _) => gate.Task, o => o with { MaxRuntime = TimeSpan.FromMilliseconds(20) });
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { CancellationGrace = TimeSpan.FromMilliseconds(20) }, env);
        using var spans = new Spans();

        var result = await flyte.Map(stubborn.MapAsync([1])).SingleAsync().Soon();

        Assert.Equal(ErrorCodes.MaxRuntimeExceeded, result.Error!.Code);
        Assert.Equal(ErrorCodes.MaxRuntimeExceeded, spans.Single("task spans.stubborn").GetTagItem("error.type"));
        gate.SetResult(1);
    }
}
