using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every shape of a body of three inputs works, in a run as an action and outside as the plain function.</summary>
public sealed class ThreeInputsTests
{
    private readonly TaskEnvironment env = new("shapes");
    private readonly Logbook notes = new();
    private readonly FlyteTask<int, int, int, int>[] results;
    private readonly FlyteTask<int, int, int, Nothing>[] actions;

    public ThreeInputsTests()
    {
        results =
        [
            env.Task("sync", (int a, int b, int c) => a + b + c),
            env.Task("sync_token", (int a, int b, int c, CancellationToken token) => token.IsCancellationRequested ? -1 : a + b + c),
            env.Task("sync_context", (int a, int b, int c, TaskContext context) => context.Attempt == 1 ? a + b + c : -1),
            env.Task("later", async (int a, int b, int c) =>
            {
                await Task.Yield();
                return a + b + c;
            }),
            env.Task("later_token", async (int a, int b, int c, CancellationToken token) =>
            {
                await Task.Yield();
                return token.IsCancellationRequested ? -1 : a + b + c;
            }),
            env.Task("later_context", async (int a, int b, int c, TaskContext context) =>
            {
                await Task.Yield();
                return context.Attempt == 1 ? a + b + c : -1;
            }),
        ];
        actions =
        [
            env.Task("act", (int a, int b, int c) => Note(a + b + c)),
            env.Task("act_token", (int a, int b, int c, CancellationToken token) => Note(token.IsCancellationRequested ? -1 : a + b + c)),
            env.Task("act_context", (int a, int b, int c, TaskContext context) => Note(context.Attempt == 1 ? a + b + c : -1)),
            env.Task("act_later", async (int a, int b, int c) =>
            {
                await Task.Yield();
                Note(a + b + c);
            }),
            env.Task("act_later_token", async (int a, int b, int c, CancellationToken token) =>
            {
                await Task.Yield();
                Note(token.IsCancellationRequested ? -1 : a + b + c);
            }),
            env.Task("act_later_context", async (int a, int b, int c, TaskContext context) =>
            {
                await Task.Yield();
                Note(context.Attempt == 1 ? a + b + c : -1);
            }),
        ];
    }

    [Fact]
    public async Task Outside_a_run_each_is_its_plain_function()
    {
        foreach (var task in results)
        {
            Assert.Equal(6, task.Call(1, 2, 3));
            Assert.Equal(6, await task.CallAsync(1, 2, 3).Soon());
        }

        foreach (var task in actions)
        {
            task.Call(1, 2, 3);
            await task.CallAsync(1, 2, 3).Soon();
        }

        Assert.Equal(Enumerable.Repeat("6", 12), notes.Lines);
    }

    [Fact]
    public async Task In_a_run_each_can_be_called_and_awaited()
    {
        var main = env.Task("main", async () =>
        {
            var sum = 0;
            foreach (var task in results)
            {
                sum += task.Call(1, 2, 3) + await task.CallAsync(1, 2, 3);
            }

            foreach (var task in actions)
            {
                task.Call(1, 2, 3);
                await task.CallAsync(1, 2, 3);
            }

            return sum;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(72, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("6", 12), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_a_root_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        foreach (var task in results)
        {
            Assert.Equal(6, await flyte.RunAsync(task, 1, 2, 3).Soon());
        }

        foreach (var task in actions)
        {
            await flyte.RunAsync(task, 1, 2, 3).Soon();
        }

        Assert.Equal(Enumerable.Repeat("6", 6), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_mapped()
    {
        var main = env.Task("main", () => results.Sum(task => task.Map([1], [2], [3]).Values().Sum()) + actions.Sum(task => task.Map([1], [2], [3]).Count()));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(42, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("6", 6), notes.Lines);
    }

    private void Note(int value) => notes.Write($"{value}");
}
