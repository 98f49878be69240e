using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>What a run came to.</summary>
/// <param name="Info">What it looks like at its end.</param>
/// <param name="Failures">The items that failed.</param>
/// <param name="Error">Why the run ended early, where its items do not show it.</param>
internal sealed record RunOutcome(RunInfo Info, FailureList Failures, string? Error)
{
    internal bool IsSuccess => Error is null && Failures.Count == 0;
}

/// <summary>Reads a run to its end: results to the printer, progress beside them, and an abort when the user wants one.</summary>
internal sealed class RunFollower(NodeConsole console, Screen screen, ResultPrinter printer, RunInputs? origins)
{
    private readonly FailureList failures = new();

    /// <summary>Gets the values of the successful items, where they are wanted.</summary>
    internal List<JsonElement>? Successes { get; init; }

    /// <summary>Whether the run ends with its first failure, so that items were aborted for no fault of theirs.</summary>
    internal bool FailFast { get; init; }

    /// <summary>Reads a run to its end.</summary>
    /// <param name="run">The run, as it was submitted.</param>
    /// <param name="expected">How many items it will have, where that is known.</param>
    internal async Task<RunOutcome> FollowAsync(RunHandle<JsonElement> run, int? expected)
    {
        using var over = new CancellationTokenSource();
        var aborted = Task.CompletedTask;
        var progress = ProgressDisplay.On(console, screen, expected).ShowAsync(run.GetInfoAsync, over.Token);
        string? error;
        await using (console.Interrupted.Register(() => aborted = run.AbortAsync("Interrupted by the user.")).ConfigureAwait(false))
        {
            error = await ReadAsync(run).ConfigureAwait(false);
        }

        await aborted.ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await progress.ConfigureAwait(false);
        screen.Flush();
        return new RunOutcome(await run.WaitAsync().ConfigureAwait(false), failures, error);
    }

    /// <returns>Why the run ended early, where its items do not show it.</returns>
    private async Task<string?> ReadAsync(RunHandle<JsonElement> run)
    {
        try
        {
            await using var results = run.ResultsAsync().GetAsyncEnumerator();
            while (await NextAsync(results).ConfigureAwait(false))
            {
                Take(results.Current);
            }

            return null;
        }
        catch (TaskFailedException e)
        {
            if (!failures.Has(e.Error.Index))
            {
                failures.Add(new Failure(e.Error, origins?.LineOf(e.Error.Index)));
            }

            return $"The run was ended by the failure of item {e.Error.Index}, as --fail-fast asks.";
        }
        catch (FlyteException e)
        {
            return e.Message;
        }
    }

    // Before it waits, it shows what there is.
    private ValueTask<bool> NextAsync(IAsyncEnumerator<ItemResult<JsonElement>> results)
    {
        var next = results.MoveNextAsync();
        if (!next.IsCompleted)
        {
            screen.Flush();
        }

        return next;
    }

    private void Take(ItemResult<JsonElement> result)
    {
        var line = result.IsSuccess ? null : origins?.LineOf(result.Index);
        printer.Item(result, line);
        if (result.IsSuccess)
        {
            Successes?.Add(result.Value);
        }
        else if (result.Error.Code is not ErrorCodes.Aborted || !(FailFast || console.Interrupted.IsCancellationRequested))
        {
            failures.Add(new Failure(result.Error, line));
        }
    }
}
