using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Traces;

/// <summary>A step that is recorded is not executed again when its task is.</summary>
public sealed class TraceTests : TwoStoresTest
{
    private readonly Logbook steps = new();

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_success_is_replayed_in_the_next_attempt(string store)
    {
        var main = Env.Task("main", async (TaskContext context) =>
        {
            var page = await TaskContext.TraceAsync("fetch", async () =>
            {
                await Task.Yield();
                return Write("fetch");
            });
            var words = await TaskContext.TraceAsync("count", page, async text =>
            {
                await Task.Yield();
                return Write(text).Length;
            });
            return context.Attempt < 3 ? throw new FormatException("Once more.") : $"{page} {words}";
        }, o => o with { Retries = 2 });
        await using var flyte = await StartAsync(store);

        Assert.Equal("fetch 5", await flyte.RunAsync(main).Soon());
        Assert.Equal(["fetch", "fetch"], steps.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Synchronous_bodies_trace_their_steps_where_they_stand(string store)
    {
        var main = Env.Task("main", (int x, TaskContext context) =>
        {
            var thread = Environment.CurrentManagedThreadId;
            var (sum, where) = TaskContext.Trace("add", x, i => (i + Write("add").Length, Environment.CurrentManagedThreadId));
            return context.Attempt == 1 ? throw new FormatException($"{where == thread}") : sum;
        }, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store);

        Assert.Equal(8, await flyte.RunAsync(main, 5).Soon());
        Assert.Single(steps.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Steps_are_recognised_by_name_input_and_how_many_th_whatever_their_order(string store)
    {
        var main = Env.Task("main", async (TaskContext context) =>
        {
            int[] inputs = context.Attempt == 1 ? [1, 2, 2] : [2, 3, 2, 1, 2];
            var all = await Task.WhenAll(inputs.Select(i => TaskContext.TraceAsync("step", i, async n =>
            {
                await Task.Yield();
                Write($"{n}");
                return 10 * n;
            })));
            return context.Attempt == 1 ? throw new FormatException("Once more.") : all;
        }, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store);

        var results = await flyte.RunAsync(main).Soon();
        Assert.Equal([20, 30, 20, 10, 20], results);
        Assert.Equal(["1", "2", "2", "2", "3"], steps.Sorted);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_failure_that_may_pass_is_executed_again_and_comes_through_as_it_is(string store)
    {
        var main = Env.Task("main", async () =>
        {
            try
            {
                return await TaskContext.TraceAsync("shaky", async () =>
                {
                    await Task.Yield();
                    Write("shaky");
                    return steps.Lines.Length == 1 ? throw new TimeoutException("Not yet.") : 7;
                });
            }
            catch (TimeoutException e)
            {
                Write(e.Message);
                throw;
            }
        }, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store);

        Assert.Equal(7, await flyte.RunAsync(main).Soon());
        Assert.Equal(["shaky", "Not yet.", "shaky"], steps.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_failure_for_good_is_replayed_and_comes_as_the_same_exception_each_time(string store)
    {
        var main = Env.Task("main", (TaskContext context) =>
        {
            try
            {
                return TaskContext.Trace<int>("broken", () => throw new BrokenException(Write("broken")));
            }
            catch (TaskFailedException e)
            {
                Write($"{e.Error.Code} {e.Error.Message} {e.Error.Task} {e.Error.IsRecoverable}");
                return context.Attempt == 1 ? throw new FormatException("Once more.", e) : context.Attempt;
            }
        }, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store);

        Assert.Equal(2, await flyte.RunAsync(main).Soon());
        Assert.Equal(["broken", "BrokenException broken broken False", "BrokenException broken broken False"], steps.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_task_that_does_not_catch_it_fails_for_good(string store)
    {
        var main = Env.Task("main", () => TaskContext.Trace<int>("broken", () => throw new BrokenException(Write("broken"))), o => o with { Retries = 3 });
        await using var flyte = await StartAsync(store);

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon());

        Assert.Equal(("BrokenException", 1), (failure.Error.Code, failure.Error.Attempts));
        Assert.Single(steps.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Every_item_of_a_map_has_its_own_steps(string store)
    {
        var item = Env.Task("item", (int i, TaskContext context) =>
        {
            var doubled = TaskContext.Trace("double", () =>
            {
                Write($"{i}");
                return 2 * i;
            });
            return context.Attempt == 1 ? throw new FormatException("Once more.") : doubled;
        }, o => o with { Retries = 1 });
        var main = Env.Task("main", () => item.Map(Enumerable.Range(0, 50), concurrency: 8).Values().ToArray());
        await using var flyte = await StartAsync(store);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => 2 * i), await flyte.RunAsync(main).Soon());
        Assert.Equal(50, steps.Lines.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(50, steps.Lines.Length);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_step_goes_with_calls_and_maps_of_its_task(string store)
    {
        var add = Env.Task("add", (int a, int b) =>
        {
            Write("add");
            return a + b;
        });
        var main = Env.Task("main", async (TaskContext context) =>
        {
            var one = await TaskContext.TraceAsync("one", () => Task.FromResult(Write("1").Length));
            var three = await add.CallAsync(one, 2);
            var seven = TaskContext.Trace("seven", three, x => x + Write("four").Length);
            return context.Attempt == 1 ? throw new FormatException("Once more.") : seven;
        }, o => o with { Retries = 1 });
        await using var flyte = await StartAsync(store);

        Assert.Equal(7, await flyte.RunAsync(main).Soon());
        Assert.Equal(["1", "add", "four"], steps.Lines);
    }

    private string Write(string line)
    {
        steps.Write(line);
        return line;
    }

    private sealed class BrokenException(string message) : NonRecoverableException(message);
}
