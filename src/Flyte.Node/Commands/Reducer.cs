using System.Text.Json;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>Calls the task that reduces the results of a run.</summary>
internal sealed class Reducer(IRunDesk desk, Screen screen, ResultPrinter printer, NodeConsole console)
{
    /// <summary>Reduces results.</summary>
    /// <param name="reducer">The task.</param>
    /// <param name="successes">The results.</param>
    /// <param name="run">The run that they are of.</param>
    /// <returns>Whether it succeeded.</returns>
    internal async Task<bool> ReduceAsync(TaskShape reducer, List<JsonElement> successes, string run)
    {
        try
        {
            var result = await desk.CallAsync(reducer.Name, Reduction.Input(successes), $"reduction of {run}", console.Interrupted).ConfigureAwait(false);
            printer.Reduced(result);
            if (!result.IsSuccess)
            {
                console.Say($"error: the reduction by {reducer.Name} failed: {result.Error.Code}: {OneLine.Of(result.Error.Message)}");
            }

            screen.Flush();
            return result.IsSuccess;
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            return false;
        }
    }
}
