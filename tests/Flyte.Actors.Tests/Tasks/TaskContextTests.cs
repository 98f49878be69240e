using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>The context of a body flows with its code, and ends with it.</summary>
public sealed class TaskContextTests
{
    private readonly TaskEnvironment env = new("context");

    [Fact]
    public async Task Current_is_what_a_body_gets_as_its_last_parameter()
    {
        var sync = env.Task("sync", (int i, TaskContext context) => ReferenceEquals(context, TaskContext.Current));
        var later = env.Task("later", async (int i, TaskContext context) =>
        {
            await Task.Yield();
            return ReferenceEquals(context, TaskContext.Current);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.True(await flyte.RunAsync(sync, 1).Soon());
        Assert.True(await flyte.RunAsync(later, 1).Soon());
    }

    [Fact]
    public async Task It_flows_through_awaits_and_Task_Run()
    {
        var where = env.Task("where", async (int i) =>
        {
            var seen = new List<int> { TaskContext.Current!.Index };
            await Task.Yield();
            seen.Add(TaskContext.Current!.Index);
            seen.Add(await Task.Run(() => TaskContext.Current!.Index));
            seen.Add(await Task.Run(async () =>
            {
                await Task.Yield();
                return TaskContext.Current!.Index;
            }).ConfigureAwait(false));
            return seen.TrueForAll(index => index == i);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.All(await flyte.Map(where.MapAsync(Enumerable.Range(0, 100), concurrency: 8)).Values().ToListAsync().Soon(), Assert.True);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task It_is_the_item_s_own_under_concurrency_also_when_cheap_items_did_not_ask_before(int concurrency)
    {
        var sync = env.Task("sync", int (int i) => i < 4000 ? i : TaskContext.Current!.Index);
        var later = env.Task("later", async (int i) =>
        {
            if (i < 4000)
            {
                return i;
            }

            await Task.Yield();
            return TaskContext.Current!.Index;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var items = Enumerable.Range(0, 8000);

        Assert.Equal(items, await flyte.Map(sync.MapAsync(items, concurrency)).Values().ToListAsync().Soon());
        Assert.Equal(items, await flyte.Map(later.MapAsync(items, concurrency)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task It_tells_task_run_index_attempt_and_deadline()
    {
        var tell = env.Task(
            "tell", (int i) => $"{TaskContext.Current!.TaskName} {TaskContext.Current.RunId} {TaskContext.Current.Index} {TaskContext.Current.Attempt} {TaskContext.Current.Deadline is null}");
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("context.tell told 0 1 True", await flyte.RunAsync(tell, 1, new RunOptions { Id = "told" }).Soon());
        Assert.Equal(
            "context.tell timed 0 1 False",
            await flyte.RunAsync(tell.With(o => o with { Deadline = TimeSpan.FromHours(1) }), 1, new RunOptions { Id = "timed" }).Soon());
    }

    [Fact]
    public void Outside_a_run_there_is_none_and_a_body_that_wants_one_gets_a_plain_one()
    {
        var plain = env.Task("plain", (TaskContext context) => $"{context.TaskName}|{context.RunId}|{context.Index}|{context.Attempt}");

        Assert.Null(TaskContext.Current);
        Assert.Equal("context.plain||0|1", plain.Call());
    }

    [Fact]
    public async Task A_call_made_after_its_item_has_ended_is_refused()
    {
        var late = await LateAsync((step, _) => step.CallAsync(1));

        Assert.IsType<InvalidOperationException>(late);
        Assert.Contains("has ended", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_made_after_its_item_has_ended_is_refused_also_where_the_item_had_called_before()
    {
        var late = await LateAsync((step, _) => step.CallAsync(1), callsBefore: true);

        Assert.IsType<InvalidOperationException>(late);
    }

    [Fact]
    public async Task A_map_begun_after_its_item_has_ended_is_refused()
    {
        var late = await LateAsync(async (step, _) => await step.MapAsync([1]).Values().SumAsync());

        Assert.IsType<InvalidOperationException>(late);
    }

    [Fact]
    public async Task A_call_made_while_the_next_item_runs_is_not_taken_for_that_item_s()
    {
        var (ended, called, late) = (new Gate(), new Gate(), new TaskCompletionSource<Exception?>());
        var step = env.Task("step", (int i) => i);
        var leaver = env.Task("leaver", async (int i) =>
        {
            if (i == 0)
            {
                _ = Task.Run(async () =>
                {
                    await ended.Opened;
                    late.SetResult(await Record.ExceptionAsync(() => step.CallAsync(1)));
                    called.Open();
                });
            }
            else
            {
                ended.Open();
                await called.Opened;
            }

            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.Map(leaver.MapAsync([0, 1], concurrency: 1)).ToListAsync().Soon();

        Assert.IsType<InvalidOperationException>(await late.Task.Soon());
    }

    private async Task<Exception?> LateAsync(Func<FlyteTask<int, int>, int, Task> lateWork, bool callsBefore = false)
    {
        var (ended, late) = (new Gate(), new TaskCompletionSource<Exception?>());
        var step = env.Task("step", (int i) => i);
        var leaver = env.Task("leaver", async (int i) =>
        {
            if (callsBefore)
            {
                await step.CallAsync(0);
            }

            _ = Task.Run(async () =>
            {
                await ended.Opened;
                late.SetResult(await Record.ExceptionAsync(() => lateWork(step, i)));
            });
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.RunAsync(leaver, 1).Soon();
        ended.Open();
        return await late.Task.Soon();
    }
}
