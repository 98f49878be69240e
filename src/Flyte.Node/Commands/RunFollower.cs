using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>What a run came to.</summary>
/// <param name="Info">What it looks like at its end, or when it was left.</param>
/// <param name="Failures">The items that failed.</param>
/// <param name="Error">Why the run ended early, where its items do not show it.</param>
/// <param name="IsInterrupted">Whether the user wanted no more of it.</param>
internal sealed record RunOutcome(RunInfo Info, FailureList Failures, string? Error, bool IsInterrupted)
{
    internal bool IsSuccess => Error is null && Failures.Count == 0 && !IsInterrupted;
}

/// <summary>
/// Reads a run to its end: results to the printer, progress beside them. When the user interrupts, a recorded run is left as it is,
/// and one that is not recorded is aborted, since it would end with the process.
/// </summary>
internal sealed class RunFollower(NodeConsole console, Screen screen, ResultPrinter printer, RunInputs? origins)
{
    private readonly FailureList failures = new();

    /// <summary>Gets the values of the successful items, where they are wanted.</summary>
    internal List<JsonElement>? Successes { get; init; }

    /// <summary>Whether the run ends with its first failure, so that items were aborted for no fault of theirs.</summary>
    internal bool FailFast { get; init; }

    /// <summary>Whether the run outlives the process.</summary>
    internal bool IsRecorded { get; init; }

    /// <summary>The most results that there can be, where a run cannot go on after them.</summary>
    internal int Most { get; init; } = int.MaxValue;

    /// <summary>Reads a run to its end.</summary>
    /// <param name="run">The run, as it was submitted.</param>
    /// <param name="expected">How many items it will have, where that is known.</param>
    internal async Task<RunOutcome> FollowAsync(IRun run, int? expected)
    {
        using var over = new CancellationTokenSource();
        var aborted = Task.CompletedTask;
        var progress = ProgressDisplay.On(console, screen, expected).ShowAsync(run.GetInfoAsync, over.Token);
        (string? Error, bool IsLeft) end;
        try
        {
            await using ((IsRecorded ? default : console.Interrupted.Register(Abort)).ConfigureAwait(false))
            {
                end = await ReadAsync(run).ConfigureAwait(false);
            }

            await aborted.ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await progress.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            screen.Flush();
        }

        var info = await (end.IsLeft ? run.GetInfoAsync() : run.WaitAsync()).ConfigureAwait(false);
        return new RunOutcome(info, failures, end.Error, console.Interrupted.IsCancellationRequested && (end.IsLeft || !IsRecorded));

        void Abort() => aborted = run.AbortAsync("Interrupted by the user.", CancellationToken.None);
    }

    /// <returns>Why the run ended early, where its items do not show it; and whether it was left before its end.</returns>
    private async Task<(string? Error, bool IsLeft)> ReadAsync(IRun run)
    {
        try
        {
            await using var results = run.ResultsAsync().GetAsyncEnumerator(IsRecorded ? console.Interrupted : CancellationToken.None);
            for (var read = 0; read < Most; read++)
            {
                if (!await NextAsync(results).ConfigureAwait(false))
                {
                    return (null, false);
                }

                Take(results.Current);
            }

            return (null, true);
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            return (null, true);
        }
        catch (TaskFailedException e)
        {
            if (!failures.Has(e.Error.Index))
            {
                failures.Add(new Failure(e.Error, origins?.LineOf(e.Error.Index)));
            }

            return ($"The run was ended by the failure of item {e.Error.Index}, as --fail-fast asks.", false);
        }
        catch (RunRejectedException)
        {
            throw;
        }
        catch (Exception e) when (e is FlyteException or RunEndedException)
        {
            return (e.Message, false);
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
        else if (result.Error.Code is not ErrorCodes.Aborted || !(FailFast || (!IsRecorded && console.Interrupted.IsCancellationRequested)))
        {
            failures.Add(new Failure(result.Error, line));
        }
    }
}
