using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every shape of a body of no input works, in a run as an action and outside as the plain function.</summary>
public sealed class NoInputTests
{
    private readonly TaskEnvironment env = new("shapes");
    private readonly Logbook notes = new();
    private readonly FlyteTask<int>[] results;
    private readonly FlyteTask<Nothing>[] actions;

    public NoInputTests()
    {
        results =
        [
            env.Task("sync", () => 0),
            env.Task("sync_token", (CancellationToken token) => token.IsCancellationRequested ? -1 : 0),
            env.Task("sync_context", (TaskContext context) => context.Attempt == 1 ? 0 : -1),
            env.Task("later", async () =>
            {
                await Task.Yield();
                return 0;
            }),
            env.Task("later_token", async (CancellationToken token) =>
            {
                await Task.Yield();
                return token.IsCancellationRequested ? -1 : 0;
            }),
            env.Task("later_context", async (TaskContext context) =>
            {
                await Task.Yield();
                return context.Attempt == 1 ? 0 : -1;
            }),
        ];
        actions =
        [
            env.Task("act", () => Note(0)),
            env.Task("act_token", (CancellationToken token) => Note(token.IsCancellationRequested ? -1 : 0)),
            env.Task("act_context", (TaskContext context) => Note(context.Attempt == 1 ? 0 : -1)),
            env.Task("act_later", async () =>
            {
                await Task.Yield();
                Note(0);
            }),
            env.Task("act_later_token", async (CancellationToken token) =>
            {
                await Task.Yield();
                Note(token.IsCancellationRequested ? -1 : 0);
            }),
            env.Task("act_later_context", async (TaskContext context) =>
            {
                await Task.Yield();
                Note(context.Attempt == 1 ? 0 : -1);
            }),
        ];
    }

    [Fact]
    public async Task Outside_a_run_each_is_its_plain_function()
    {
        foreach (var task in results)
        {
            Assert.Equal(0, task.Call());
            Assert.Equal(0, await task.CallAsync().Soon());
        }

        foreach (var task in actions)
        {
            task.Call();
            await task.CallAsync().Soon();
        }

        Assert.Equal(Enumerable.Repeat("0", 12), notes.Lines);
    }

    [Fact]
    public async Task In_a_run_each_can_be_called_and_awaited()
    {
        var main = env.Task("main", async () =>
        {
            var sum = 0;
            foreach (var task in results)
            {
                sum += task.Call() + await task.CallAsync();
            }

            foreach (var task in actions)
            {
                task.Call();
                await task.CallAsync();
            }

            return sum;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(0, await flyte.RunAsync(main).Soon());
        Assert.Equal(Enumerable.Repeat("0", 12), notes.Lines);
    }

    [Fact]
    public async Task Each_can_be_a_root_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        foreach (var task in results)
        {
            Assert.Equal(0, await flyte.RunAsync(task).Soon());
        }

        foreach (var task in actions)
        {
            await flyte.RunAsync(task).Soon();
        }

        Assert.Equal(Enumerable.Repeat("0", 6), notes.Lines);
    }

    private void Note(int value) => notes.Write($"{value}");
}
