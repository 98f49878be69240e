using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A recorded run stays in its trace, whatever process executes its items; a run that is run again is in that of whoever wants it.</summary>
public sealed class TraceTests : DurableTest
{
    [Fact]
    public async Task A_run_that_goes_on_in_another_process_stays_in_its_trace()
    {
        var halt = new Halt();
        var leaf = Env.Task("leaf", (int x) => x);
        var main = Env.Task("main", async (int x) =>
        {
            await leaf.CallAsync(x);
            await halt.PassAsync();
            return await leaf.MapAsync([x]).Values().SingleAsync();
        });
        using var spans = new Spans();
        await using (var flyte = await StartAsync().Soon())
        {
            await SubmitAsync(flyte, main.MapAsync([3]));
            await halt.ReachedAsync();
        }

        Assert.Empty(spans.Of("run durable.leaf"));
        await NextProcessAsync(3);

        var submit = spans.Single("submit durable.main");
        Assert.Equal(spans.Root.SpanId, submit.ParentSpanId);
        Assert.All(spans.Of("task durable.main"), body => Assert.Equal(submit.SpanId, body.ParentSpanId));
        var map = spans.Single("run durable.leaf");
        Assert.Contains(spans.Of("task durable.main"), body => body.SpanId == map.ParentSpanId);
        Assert.Single(spans.Below(map));
        Assert.Equal(2, spans.Of("task durable.leaf").Count);
    }

    [Fact]
    public async Task A_rerun_is_in_the_trace_of_who_orders_it()
    {
        var task = Env.Task("task", (int x) => x);
        await using var flyte = await StartAsync().Soon();
        string first;
        using (var before = new Spans())
        {
            var run = await SubmitAsync(flyte, task.MapAsync([1, 2]));
            await run.WaitAsync().Soon();
            first = run.Id;
        }

        using var spans = new Spans();
        var again = flyte.GetRun<int>(await flyte.RerunAsync(first).Soon());
        await again.WaitAsync().Soon();

        Assert.Equal(2, spans.Below(spans.Single("rerun")).Count(span => span.DisplayName == "task durable.task"));
        await Assert.ThrowsAsync<RunRejectedException>(() => flyte.RerunAsync("unknown").Soon());
        Assert.Contains(spans.Of("rerun"), span => (string?)span.GetTagItem("error.type") == nameof(RunRejectedException));
    }

    [Fact]
    public async Task Who_submits_the_same_run_from_another_trace_gets_the_same_run()
    {
        var task = Env.Task("task", (int x) => x);
        await using var flyte = await StartAsync().Soon();
        using (var before = new Spans())
        {
            await SubmitAsync(flyte, task.MapAsync([1]));
        }

        using var spans = new Spans();
        var run = await SubmitAsync(flyte, task.MapAsync([1]));

        Assert.Equal(1, (await run.ResultsAsync().SingleAsync().Soon()).Value);
        Assert.Equal("submit durable.task", Assert.Single(spans.All).DisplayName);
    }

    // Where nobody is in the trace but by what was recorded of it.
    private Task NextProcessAsync(int result)
    {
        using var apart = ExecutionContext.SuppressFlow();
        return Task.Run(async () =>
        {
            await using var flyte = await StartAsync().Soon();
            Assert.Equal(result, (await flyte.GetRun<int>(Id).ResultsAsync().SingleAsync().Soon()).Value);
        });
    }
}
