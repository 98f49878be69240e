using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every shape of a body of one input works, in a run as an action and outside as the plain function.</summary>
public sealed class OneInputTests
{
    private readonly TaskEnvironment env = new("shapes");
    private readonly Logbook notes = new();
    private readonly FlyteTask<int, int>[] results;
    private readonly FlyteTask<int, Nothing>[] actions;

    public OneInputTests()
    {
        results =
        [
            env.Task("sync", (int a) => a),
            env.Task("sync_token", (int a, CancellationToken token) => token.IsCancellationRequested ? -1 : a),
            env.Task("sync_context", (int a, TaskContext context) => context.Attempt == 1 ? a : -1),
            env.Task("later", async (int a) =>
            {
                await Task.Yield();
                return a;
            }),
            env.Task("later_token", async (int a, CancellationToken token) =>
            {
                await Task.Yield();
                return token.IsCancellationRequested ? -1 : a;
            }),
            env.Task("later_context", async (int a, TaskContext context) =>
            {
                await Task.Yield();
                return context.Attempt == 1 ? a : -1;
            }),
        ];
        actions =
        [
            env.Task("act", (int a) => Note(a)),
            env.Task("act_token", (int a, CancellationToken token) => Note(token.IsCancellationRequested ? -1 : a)),
            env.Task("act_context", (int a, TaskContext context) => Note(context.Attempt == 1 ? a : -1)),
            env.Task("act_later", async (int a) =>
            {
                await Task.Yield();
                Note(a);
            }),
            env.Task("act_later_token", async (int a, CancellationToken token) =>
            {
                await Task.Yield();
                Note(token.IsCancellationRequested ? -1 : a);
            }),
            env.Task("act_later_context", async (int a, TaskContext context) =>
            {
                await Task.Yield();
                Note(context.Attempt == 1 ? a : -1);
            }),
        ];
    }

    [Fact]
    public async Task Outside_a_run_each_is_its_plain_function()
    {
        foreach (var task in results)
        {
            Assert.Equal(1, task.Call(1));
            Assert.Equal(1, await task.CallAsync(1).Soon());
        }

        foreach (var task in actions)
        {
            task.Call(1);
            await task.CallAsync(1).Soon();
        }

        Assert.Equal(Enumerable.Repeat("1", 12), notes.Lines);
    }

    [Fact]
    public async Task In_a_run_each_can_be_called_and_awaited()
    {
        var main = env.Task("main", async () =>
        {
            var sum = 0;
            foreach (var task in results)
            {
                sum += task.Call(1) + await task.CallAsync(1);
            }

            foreach (var task in actions)
            {
                task.Call(1);
                await task.CallAsync(1);
            }

            return sum;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(12, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("1", 12), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_a_root_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        foreach (var task in results)
        {
            Assert.Equal(1, await flyte.RunAsync(task, 1).Soon());
        }

        foreach (var task in actions)
        {
            await flyte.RunAsync(task, 1).Soon();
        }

        Assert.Equal(Enumerable.Repeat("1", 6), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_mapped()
    {
        var main = env.Task("main", () => results.Sum(task => task.Map([1]).Values().Sum()) + actions.Sum(task => task.Map([1]).Count()));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(12, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("1", 6), notes.Lines);
    }

    private void Note(int value) => notes.Write($"{value}");
}
