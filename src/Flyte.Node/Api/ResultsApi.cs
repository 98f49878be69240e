using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;

namespace Flyte.Node.Api;

/// <summary>The results of a run: a page of what there is, or all as they come.</summary>
internal static class ResultsApi
{
    internal static Task<IResult> ReadAsync(string id, string? order, int? from, int? limit, HttpContext context, NodeState node)
    {
        var (run, asCompleted, position) = (RunsApi.Run(node, id), AsCompleted(order), ItemsApi.From(from));
        var isStream = context.Request.Headers.Accept.ToString().Contains(StartApi.Lines, StringComparison.OrdinalIgnoreCase);
        if (run.Id.Contains('/', StringComparison.Ordinal) && (isStream || asCompleted))
        {
            throw new ApiException(
                StatusCodes.Status409Conflict,
                $"The results of run '{run.Id}' go to the item that has called it as they come: {RunsApi.Location(run.Id)}/items has them by index, or /results in pages by order=inputs.");
        }

        return isStream
            ? StreamAsync(run, asCompleted, position, limit, context.RequestAborted)
            : PageAsync(run, asCompleted, position, ItemsApi.Limit(limit), context.RequestAborted);
    }

    private static async Task<IResult> StreamAsync(RunHandle<JsonElement> run, bool asCompleted, int from, int? limit, CancellationToken cancellation)
    {
        if (limit is not null)
        {
            throw ApiException.Bad("limit is for a page: who reads a stream leaves it when there is enough.");
        }

        // What there is to say of the run is said before the answer begins.
        await run.GetInfoAsync(cancellation).ConfigureAwait(false);
        return new ResultStream(run.ResultsAsync(asCompleted, from));
    }

    private static async Task<IResult> PageAsync(RunHandle<JsonElement> run, bool asCompleted, int from, int limit, CancellationToken cancellation)
    {
        var info = await run.GetInfoAsync(cancellation).ConfigureAwait(false);
        ResultDocument[] results = asCompleted
            ? [.. (await run.ResultsAsync(asCompleted, from).Take(Math.Clamp(info.Items.Done - from, 0, limit)).ToListAsync(cancellation).ConfigureAwait(false)).Select(result => ResultDocument.Of(result))]
            : await InOrderAsync(run, from, limit, cancellation).ConfigureAwait(false);
        var next = from + results.Length;
        return TypedResults.Ok(new ResultsDocument(results, next, Ended: info.IsOver() && next >= info.Items.Total));
    }

    // Up to the first item that has not ended: its place is its own.
    private static async Task<ResultDocument[]> InOrderAsync(RunHandle<JsonElement> run, int from, int limit, CancellationToken cancellation)
    {
        var page = await run.ListItemsAsync(new ItemQuery { From = from, Limit = limit }, cancellation).ConfigureAwait(false);
        return [.. page.Items.TakeWhile(item => item.Phase >= ItemPhase.Succeeded).Select(Result)];
    }

    private static ResultDocument Result(RunItem item) => item.Error is { } error
        ? new() { Index = item.Index, Error = ErrorDocument.Of(error) }
        : new() { Index = item.Index, Value = JsonElement.Parse(item.Result ?? "null") };

    private static bool AsCompleted(string? order) => order?.ToUpperInvariant() switch
    {
        null or "INPUTS" => false,
        "COMPLETED" => true,
        _ => throw ApiException.Bad($"order={order} is none: give inputs, which is the default, or completed."),
    };
}
