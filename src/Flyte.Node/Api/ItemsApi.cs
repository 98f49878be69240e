using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Output;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>The items of a run.</summary>
internal static class ItemsApi
{
    internal static async Task<Ok<ItemsDocument>> ListAsync(string id, string? phase, int? from, int? limit, NodeState node, CancellationToken cancellation)
    {
        var query = new ItemQuery { Phase = Phases.Parse<ItemPhase>(phase, PhaseText.OfItems), From = From(from), Limit = Limit(limit) };
        var page = await RunsApi.Run(node, id).ListItemsAsync(query, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(new ItemsDocument([.. page.Items.Select(ItemDocument.Of)], page.Next));
    }

    internal static async Task<Ok<ItemDocument>> GetAsync(string id, int index, NodeState node, CancellationToken cancellation) =>
        TypedResults.Ok(ItemDocument.Of(await FindAsync(node, id, index, cancellation).ConfigureAwait(false)));

    internal static async Task<Ok<RunDocument>> AbortAsync(string id, int index, AbortRequest? request, NodeState node, CancellationToken cancellation)
    {
        var item = await FindAsync(node, id, index, cancellation).ConfigureAwait(false);
        if (item.Phase >= ItemPhase.Succeeded)
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"Item {index} of run '{id}' has ended already, and keeps what it came to.");
        }

        var run = RunsApi.Run(node, id);
        var before = await RunsApi.DocumentAsync(run, cancellation).ConfigureAwait(false);
        await run.AbortItemAsync(index, request?.Reason, cancellation).ConfigureAwait(false);
        try
        {
            return TypedResults.Ok(await RunsApi.DocumentAsync(run, cancellation).ConfigureAwait(false));
        }
        catch (RunRejectedException e) when (e.IsUnknown)
        {
            return TypedResults.Ok(before); // Its caller has ended by that, and where nothing is recorded all that it called with it.
        }
    }

    internal static int From(int? from) => from is null or >= 0 ? from ?? 0 : throw ApiException.Bad($"from={from} is negative: positions are counted from 0.");

    internal static int Limit(int? limit) => limit is null or (>= 1 and <= ItemQuery.MaxLimit)
        ? limit ?? 100
        : throw ApiException.Bad($"limit={limit} is not between 1 and {ItemQuery.MaxLimit}: go on from the 'next' of a page for more.");

    private static async Task<RunItem> FindAsync(NodeState node, string id, int index, CancellationToken cancellation)
    {
        var page = await RunsApi.Run(node, id).ListItemsAsync(new ItemQuery { From = From(index), Limit = 1 }, cancellation).ConfigureAwait(false);
        return page.Items is [var item] && item.Index == index ? item : throw new ApiException(StatusCodes.Status404NotFound, $"The run '{id}' has no item {index}, or none yet.");
    }
}
