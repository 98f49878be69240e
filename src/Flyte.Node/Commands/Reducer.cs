using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>
/// Calls the task that reduces the results of a run. The call is not recorded: its input, all the results in one, may be larger than
/// what one item may have there.
/// </summary>
internal sealed class Reducer(IFlyteClient client, Screen screen, ResultPrinter printer, NodeConsole console)
{
    /// <returns>Whether it succeeded.</returns>
    internal async Task<bool> ReduceAsync(TaskInfo reducer, List<JsonElement> successes)
    {
        var map = client.Map(client.MapJson(reducer.Name, Reduction.Input(successes)));
        try
        {
            var isSuccess = true;
            await foreach (var result in map.WithCancellation(console.Interrupted).ConfigureAwait(false))
            {
                printer.Reduced(result);
                if (!result.IsSuccess)
                {
                    isSuccess = false;
                    console.Say($"error: the reduction by {reducer.Name} failed: {result.Error.Code}: {OneLine.Of(result.Error.Message)}");
                }
            }

            screen.Flush();
            return isSuccess;
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            return false;
        }
    }
}
