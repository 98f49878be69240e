using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>The nodes and what they have to do.</summary>
internal static class NodesApi
{
    internal static async Task<Ok<NodesDocument>> ListAsync(NodeState node, CancellationToken cancellation) =>
        TypedResults.Ok(new NodesDocument([.. (await node.Client.ListNodesAsync(cancellation).ConfigureAwait(false)).Select(NodeDocument.Of)]));
}
