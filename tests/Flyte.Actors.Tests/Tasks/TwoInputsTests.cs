using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every shape of a body of two inputs works, in a run as an action and outside as the plain function.</summary>
public sealed class TwoInputsTests
{
    private readonly TaskEnvironment env = new("shapes");
    private readonly Logbook notes = new();
    private readonly FlyteTask<int, int, int>[] results;
    private readonly FlyteTask<int, int, Nothing>[] actions;

    public TwoInputsTests()
    {
        results =
        [
            env.Task("sync", (int a, int b) => a + b),
            env.Task("sync_token", (int a, int b, CancellationToken token) => token.IsCancellationRequested ? -1 : a + b),
            env.Task("sync_context", (int a, int b, TaskContext context) => context.Attempt == 1 ? a + b : -1),
            env.Task("later", async (int a, int b) =>
            {
                await Task.Yield();
                return a + b;
            }),
            env.Task("later_token", async (int a, int b, CancellationToken token) =>
            {
                await Task.Yield();
                return token.IsCancellationRequested ? -1 : a + b;
            }),
            env.Task("later_context", async (int a, int b, TaskContext context) =>
            {
                await Task.Yield();
                return context.Attempt == 1 ? a + b : -1;
            }),
        ];
        actions =
        [
            env.Task("act", (int a, int b) => Note(a + b)),
            env.Task("act_token", (int a, int b, CancellationToken token) => Note(token.IsCancellationRequested ? -1 : a + b)),
            env.Task("act_context", (int a, int b, TaskContext context) => Note(context.Attempt == 1 ? a + b : -1)),
            env.Task("act_later", async (int a, int b) =>
            {
                await Task.Yield();
                Note(a + b);
            }),
            env.Task("act_later_token", async (int a, int b, CancellationToken token) =>
            {
                await Task.Yield();
                Note(token.IsCancellationRequested ? -1 : a + b);
            }),
            env.Task("act_later_context", async (int a, int b, TaskContext context) =>
            {
                await Task.Yield();
                Note(context.Attempt == 1 ? a + b : -1);
            }),
        ];
    }

    [Fact]
    public async Task Outside_a_run_each_is_its_plain_function()
    {
        foreach (var task in results)
        {
            Assert.Equal(3, task.Call(1, 2));
            Assert.Equal(3, await task.CallAsync(1, 2).Soon());
        }

        foreach (var task in actions)
        {
            task.Call(1, 2);
            await task.CallAsync(1, 2).Soon();
        }

        Assert.Equal(Enumerable.Repeat("3", 12), notes.Lines);
    }

    [Fact]
    public async Task In_a_run_each_can_be_called_and_awaited()
    {
        var main = env.Task("main", async () =>
        {
            var sum = 0;
            foreach (var task in results)
            {
                sum += task.Call(1, 2) + await task.CallAsync(1, 2);
            }

            foreach (var task in actions)
            {
                task.Call(1, 2);
                await task.CallAsync(1, 2);
            }

            return sum;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(36, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("3", 12), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_a_root_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        foreach (var task in results)
        {
            Assert.Equal(3, await flyte.RunAsync(task, 1, 2).Soon());
        }

        foreach (var task in actions)
        {
            await flyte.RunAsync(task, 1, 2).Soon();
        }

        Assert.Equal(Enumerable.Repeat("3", 6), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_mapped()
    {
        var main = env.Task("main", () => results.Sum(task => task.Map([1], [2]).Values().Sum()) + actions.Sum(task => task.Map([1], [2]).Count()));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(24, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("3", 6), notes.Lines);
    }

    private void Note(int value) => notes.Write($"{value}");
}
