using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Tests.Support;

/// <summary>A task whose items halt from a number on, so that a run can be left in the middle.</summary>
internal sealed class HaltingTask
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int executions;

    internal HaltingTask() => Environment.Task("step", async (int item, CancellationToken cancellation) =>
    {
        Interlocked.Increment(ref executions);
        if (item >= HaltsAt)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        return item * 10;
    });

    internal TaskEnvironment Environment { get; } = new("halting");

    /// <summary>From which number on items halt.</summary>
    internal int HaltsAt { get; set; } = int.MaxValue;

    /// <summary>How many bodies were started.</summary>
    internal int Executions => Volatile.Read(ref executions);

    /// <summary>Runs a command line while items halt from a number on, and interrupts it when as many are recorded as do not. After that none halts any more.</summary>
    /// <param name="store">Where it is recorded.</param>
    /// <param name="at">The number, and how many items are recorded then.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="isCut">Whether there are more inputs than the run takes meanwhile.</param>
    /// <param name="args">The command line.</param>
    internal async Task<(int Code, TestConsole Console)> InterruptAsync(NodeStore store, int at, string id, string[] args, bool isCut = false)
    {
        HaltsAt = at;
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource<FlyteRuntime>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var runtime = store.Open(started.SetResult);
        var console = new TestConsole { Store = store.Store, Interrupted = stop.Token };
        var command = NodeApp.RunAsync(args, console.Open(), runtime);
        await UntilAsync(await started.Task.WaitAsync(Patience), id, items => items.Done == at && items.Running > 0 && items.MoreToCome == isCut);
        await stop.CancelAsync();
        var code = await command.WaitAsync(Patience);
        HaltsAt = int.MaxValue;
        return (code, console);
    }

    private static async Task UntilAsync(FlyteRuntime runtime, string id, Func<ItemCounts, bool> isReached)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (!isReached(await CountAsync(runtime.GetRun<JsonElement>(id), bound.Token)))
        {
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<ItemCounts> CountAsync(RunHandle<JsonElement> run, CancellationToken cancellation)
    {
        try
        {
            return (await run.GetInfoAsync(cancellation)).Items;
        }
        catch (RunRejectedException e) when (e.IsUnknown)
        {
            return new ItemCounts(0, 0, 0, 0, 0, 0, 0, 0, MoreToCome: true);
        }
    }
}
