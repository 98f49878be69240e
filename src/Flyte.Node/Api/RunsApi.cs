using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>Runs: which there are, and what is done to them.</summary>
internal static class RunsApi
{
    internal static async Task<Ok<RunsDocument>> ListAsync([AsParameters] RunFilter filter, NodeState node, CancellationToken cancellation) =>
        TypedResults.Ok(await PageAsync(filter, node, cancellation).ConfigureAwait(false));

    internal static async Task<Ok<RunDocument>> GetAsync(string id, NodeState node, CancellationToken cancellation) =>
        TypedResults.Ok(await DocumentAsync(Run(node, id), cancellation).ConfigureAwait(false));

    internal static async Task<NoContent> PurgeAsync(string id, NodeState node, CancellationToken cancellation)
    {
        await Run(node, id).PurgeAsync(cancellation).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<RunDocument>> ResizeAsync(string id, ResizeRequest request, NodeState node, CancellationToken cancellation)
    {
        var run = Run(node, id);
        if (request.Concurrency < 0)
        {
            throw ApiException.Bad($"concurrency {request.Concurrency} is negative: give the number of items in flight, or 0 for the node's bound.");
        }

        await run.ResizeAsync(request.Concurrency, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(await DocumentAsync(run, cancellation).ConfigureAwait(false));
    }

    internal static async Task<Ok<RunDocument>> AbortAsync(string id, AbortRequest? request, NodeState node, CancellationToken cancellation)
    {
        var run = Run(node, id);
        await run.AbortAsync(request?.Reason, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(await DocumentAsync(run, cancellation).ConfigureAwait(false));
    }

    internal static Task<Created<RunDocument>> RerunAsync(string id, RerunRequest? request, NodeState node, CancellationToken cancellation) =>
        RerunAsync(id, request, recover: false, node, cancellation);

    internal static Task<Created<RunDocument>> RecoverAsync(string id, RerunRequest? request, NodeState node, CancellationToken cancellation) =>
        RerunAsync(id, request, recover: true, node, cancellation);

    /// <summary>A page of runs as a filter asks for it.</summary>
    internal static async Task<RunsDocument> PageAsync(RunFilter filter, NodeState node, CancellationToken cancellation)
    {
        var (most, query) = (filter.Most, filter.Query());
        if (query.After is { } after)
        {
            await Run(node, after).GetInfoAsync(cancellation).ConfigureAwait(false);
        }

        var found = await node.Client.ListRunsAsync(query, cancellation).ConfigureAwait(false);
        RunDocument[] page = [.. found.Take(most).Select(RunDocument.Of)];
        return new RunsDocument(page, found.Count > most ? page[^1].Id : null);
    }

    /// <summary>The run of a path. What is below another run has slashes in its id, which a path has escaped.</summary>
    internal static RunHandle<JsonElement> Run(NodeState node, string id) =>
        node.Client.GetRun<JsonElement>(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));

    internal static async Task<RunDocument> DocumentAsync(RunHandle<JsonElement> run, CancellationToken cancellation) =>
        RunDocument.Of(await run.GetInfoAsync(cancellation).ConfigureAwait(false));

    internal static string Location(string id) => $"{ApiRoutes.Base}/runs/{Uri.EscapeDataString(id)}";

    private static async Task<Created<RunDocument>> RerunAsync(string id, RerunRequest? request, bool recover, NodeState node, CancellationToken cancellation)
    {
        var options = (request ?? new RerunRequest()).Options(recover);
        var source = Run(node, id);
        await source.GetInfoAsync(cancellation).ConfigureAwait(false);
        var again = await node.Client.RerunAsync(source.Id, options, cancellation).ConfigureAwait(false);
        return TypedResults.Created(Location(again), await DocumentAsync(Run(node, again), cancellation).ConfigureAwait(false));
    }
}
