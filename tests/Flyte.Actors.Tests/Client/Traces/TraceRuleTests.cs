using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Traces;

/// <summary>What a step may do and what it may not.</summary>
public sealed class TraceRuleTests : TwoStoresTest
{
    [Fact]
    public async Task Outside_a_run_a_step_is_just_the_function()
    {
        Assert.Equal(3, TaskContext.Trace("step", () => 3));
        Assert.Equal(4, TaskContext.Trace("step", 3, x => x + 1));
        Assert.Equal(3, await TaskContext.TraceAsync("step", () => Task.FromResult(3)));
        Assert.Equal(4, await TaskContext.TraceAsync("step", 3, x => Task.FromResult(x + 1)));
        Assert.Throws<FormatException>(() => TaskContext.Trace<int>("step", () => throw new FormatException()));
        Assert.Equal(3, Env.Task("main", () => TaskContext.Trace("step", () => 3)).Call());
    }

    [Fact]
    public async Task A_step_has_a_name_and_code()
    {
        Assert.Throws<ArgumentException>("name", () => TaskContext.Trace(" ", () => 3));
        await Assert.ThrowsAsync<ArgumentNullException>("name", () => TaskContext.TraceAsync(null!, () => Task.FromResult(3)));
        Assert.Throws<ArgumentNullException>("step", () => TaskContext.Trace<int>("step", null!));
        await Assert.ThrowsAsync<ArgumentNullException>("step", () => TaskContext.TraceAsync<int, int>("step", 1, null!));
    }

    [Theory, InlineData("call"), InlineData("call async"), InlineData("map"), InlineData("trace"), InlineData("trace async")]
    public async Task Tasks_cannot_be_called_and_steps_not_traced_in_a_step(string what)
    {
        var other = Env.Task("other", (int i) => i);
        var main = Env.Task("main", async () => await TaskContext.TraceAsync("outer", async () =>
        {
            await Task.Yield();
            return what switch
            {
                "call" => other.Call(1),
                "call async" => await other.CallAsync(1),
                "map" => other.Map([1]).Single().Value,
                "trace" => TaskContext.Trace("inner", () => 1),
                _ => await TaskContext.TraceAsync("inner", () => Task.FromResult(1)),
            };
        }));
        await using var flyte = await StartAsync(Memory);

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon());

        Assert.Equal("InvalidOperationException", failure.Error.Code);
        Assert.Contains("The step 'outer' of item 0", failure.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_step_and_in_it_the_context_is_the_tasks()
    {
        var main = Env.Task("main", async (TaskContext context) =>
        {
            var inside = TaskContext.Trace("sync", () => TaskContext.Current!.IdempotencyKey);
            var insideAsync = await TaskContext.TraceAsync("async", async () =>
            {
                await Task.Yield();
                return TaskContext.Current!.IdempotencyKey;
            });
            return inside == context.IdempotencyKey && insideAsync == inside && ReferenceEquals(TaskContext.Current, context);
        });
        await using var flyte = await StartAsync(Memory);

        Assert.True(await flyte.RunAsync(main).Soon());
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task What_cannot_be_written_is_refused(string store)
    {
        var type = Env.Task("type", () => TaskContext.Trace("stream", () => Stream.Null).Length);
        var input = Env.Task("input", () => TaskContext.Trace("loop", new Loop(), _ => 1));
        var result = Env.Task("result", () => TaskContext.Trace("loop", () => new Loop()) is not null);
        await using var flyte = await StartAsync(store);

        Assert.Contains("The result of step 'stream'", (await FailAsync(flyte.RunAsync(type))).Message, StringComparison.Ordinal);
        Assert.Contains("The input of step 'loop'", (await FailAsync(flyte.RunAsync(input))).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.InvalidResult, (await FailAsync(flyte.RunAsync(result))).Code);
    }

    [Fact]
    public async Task What_is_too_large_to_be_recorded_is_refused()
    {
        var input = Env.Task("input", () => TaskContext.Trace("large", new string('x', 2000), s => s.Length));
        var result = Env.Task("result", () => TaskContext.Trace("large", () => new string('x', 2000)).Length);
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Sqlite(Path), MaxPayloadBytes = 1000 }, Env);

        Assert.Equal(ErrorCodes.PayloadTooLarge, (await FailAsync(flyte.RunAsync(input))).Code);
        Assert.Equal(ErrorCodes.PayloadTooLarge, (await FailAsync(flyte.RunAsync(result))).Code);
    }

    [Fact]
    public async Task A_step_whose_item_is_aborted_ends_with_it()
    {
        var (started, cancelled) = (new Gate(), new Gate());
        var main = Env.Task("main", async (int _, TaskContext context) => await TaskContext.TraceAsync("wait", async () =>
        {
            started.Open();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            }
            finally
            {
                cancelled.Open();
            }

            return 1;
        }));
        await using var flyte = await StartAsync(Memory);

        var run = await flyte.SubmitAsync(main.MapAsync([1])).Soon();
        await started.Opened;
        await run.AbortItemAsync(0).Soon();
        await cancelled.Opened;

        Assert.Equal(ErrorCodes.Aborted, Assert.Single(await run.ResultsAsync().ToListAsync().AsTask().Soon()).Error?.Code);
    }

    [Fact]
    public async Task A_step_that_its_task_does_not_await_comes_to_nothing()
    {
        var (release, observed) = (new Gate(), new TaskCompletionSource<Exception?>());
        var main = Env.Task("main", async (TaskContext context) =>
        {
            var step = TaskContext.TraceAsync("late", async () =>
            {
                await release.Opened;
                return 1;
            });
            _ = step.ContinueWith(t => observed.TrySetResult(t.Exception?.InnerException), TaskScheduler.Default);
            await Task.Yield();
            return context.Attempt;
        });
        await using var flyte = await StartAsync(Memory);

        Assert.Equal(1, await flyte.RunAsync(main).Soon());
        release.Open();
        Assert.IsType<RunAbortedException>(await observed.Task.Soon());
    }

    private static async Task<ItemError> FailAsync<T>(Task<T> run) => (await Assert.ThrowsAsync<TaskFailedException>(() => run.Soon())).Error;

    private sealed class Loop
    {
        public Loop Self => this;
    }
}
