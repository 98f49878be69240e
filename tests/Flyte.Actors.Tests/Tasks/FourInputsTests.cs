using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every shape of a body of four inputs works, in a run as an action and outside as the plain function.</summary>
public sealed class FourInputsTests
{
    private readonly TaskEnvironment env = new("shapes");
    private readonly Logbook notes = new();
    private readonly FlyteTask<int, int, int, int, int>[] results;
    private readonly FlyteTask<int, int, int, int, Nothing>[] actions;

    public FourInputsTests()
    {
        results =
        [
            env.Task("sync", (int a, int b, int c, int d) => a + b + c + d),
            env.Task("sync_token", (int a, int b, int c, int d, CancellationToken token) => token.IsCancellationRequested ? -1 : a + b + c + d),
            env.Task("sync_context", (int a, int b, int c, int d, TaskContext context) => context.Attempt == 1 ? a + b + c + d : -1),
            env.Task("later", async (int a, int b, int c, int d) =>
            {
                await Task.Yield();
                return a + b + c + d;
            }),
            env.Task("later_token", async (int a, int b, int c, int d, CancellationToken token) =>
            {
                await Task.Yield();
                return token.IsCancellationRequested ? -1 : a + b + c + d;
            }),
            env.Task("later_context", async (int a, int b, int c, int d, TaskContext context) =>
            {
                await Task.Yield();
                return context.Attempt == 1 ? a + b + c + d : -1;
            }),
        ];
        actions =
        [
            env.Task("act", (int a, int b, int c, int d) => Note(a + b + c + d)),
            env.Task("act_token", (int a, int b, int c, int d, CancellationToken token) => Note(token.IsCancellationRequested ? -1 : a + b + c + d)),
            env.Task("act_context", (int a, int b, int c, int d, TaskContext context) => Note(context.Attempt == 1 ? a + b + c + d : -1)),
            env.Task("act_later", async (int a, int b, int c, int d) =>
            {
                await Task.Yield();
                Note(a + b + c + d);
            }),
            env.Task("act_later_token", async (int a, int b, int c, int d, CancellationToken token) =>
            {
                await Task.Yield();
                Note(token.IsCancellationRequested ? -1 : a + b + c + d);
            }),
            env.Task("act_later_context", async (int a, int b, int c, int d, TaskContext context) =>
            {
                await Task.Yield();
                Note(context.Attempt == 1 ? a + b + c + d : -1);
            }),
        ];
    }

    [Fact]
    public async Task Outside_a_run_each_is_its_plain_function()
    {
        foreach (var task in results)
        {
            Assert.Equal(10, task.Call(1, 2, 3, 4));
            Assert.Equal(10, await task.CallAsync(1, 2, 3, 4).Soon());
        }

        foreach (var task in actions)
        {
            task.Call(1, 2, 3, 4);
            await task.CallAsync(1, 2, 3, 4).Soon();
        }

        Assert.Equal(Enumerable.Repeat("10", 12), notes.Lines);
    }

    [Fact]
    public async Task In_a_run_each_can_be_called_and_awaited()
    {
        var main = env.Task("main", async () =>
        {
            var sum = 0;
            foreach (var task in results)
            {
                sum += task.Call(1, 2, 3, 4) + await task.CallAsync(1, 2, 3, 4);
            }

            foreach (var task in actions)
            {
                task.Call(1, 2, 3, 4);
                await task.CallAsync(1, 2, 3, 4);
            }

            return sum;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(120, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("10", 12), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_a_root_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        foreach (var task in results)
        {
            Assert.Equal(10, await flyte.RunAsync(task, 1, 2, 3, 4).Soon());
        }

        foreach (var task in actions)
        {
            await flyte.RunAsync(task, 1, 2, 3, 4).Soon();
        }

        Assert.Equal(Enumerable.Repeat("10", 6), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_mapped()
    {
        var main = env.Task("main", () => results.Sum(task => task.Map([1], [2], [3], [4]).Values().Sum()) + actions.Sum(task => task.Map([1], [2], [3], [4]).Count()));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(66, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("10", 6), notes.Lines);
    }

    private void Note(int value) => notes.Write($"{value}");
}
