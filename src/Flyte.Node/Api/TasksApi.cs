using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>A task that can be run.</summary>
/// <param name="Name">The full name, environment.function.</param>
/// <param name="InputSchema">JSON Schema of an input; null where there is none, or it is not known yet.</param>
/// <param name="OutputSchema">JSON Schema of a result; null as that.</param>
/// <param name="Nodes">The nodes that have it.</param>
/// <param name="IsDescribed">Whether the schemas are known, which takes a moment after a node has come.</param>
internal sealed record TaskDocument(string Name, JsonElement? InputSchema, JsonElement? OutputSchema, IReadOnlyList<string> Nodes, bool IsDescribed = true);

/// <summary>All tasks.</summary>
internal sealed record TasksDocument(IReadOnlyList<TaskDocument> Tasks);

/// <summary>The tasks of the node and of its cluster.</summary>
internal static class TasksApi
{
    internal static async Task<Ok<TasksDocument>> ListAsync(NodeState node, CancellationToken cancellation) =>
        TypedResults.Ok(new TasksDocument(await AllAsync(node, cancellation).ConfigureAwait(false)));

    internal static async Task<Ok<TaskDocument>> GetAsync(string name, NodeState node, CancellationToken cancellation)
    {
        var all = await AllAsync(node, cancellation).ConfigureAwait(false);
        var meant = NearestName.Find(name, all.Select(task => task.Name));
        return TypedResults.Ok(all.FirstOrDefault(task => task.Name == name) ?? throw new ApiException(
            StatusCodes.Status404NotFound, $"There is no task '{name}'.{(meant is null ? "" : $" Did you mean '{meant}'?")} {ApiRoutes.Base}/tasks lists all."));
    }

    private static async Task<TaskDocument[]> AllAsync(NodeState node, CancellationToken cancellation) =>
        [.. (await node.Client.ListTasksAsync(cancellation).ConfigureAwait(false))
            .OrderBy(task => task.Name, StringComparer.Ordinal)
            .Select(task => new TaskDocument(task.Name, task.InputSchema, task.OutputSchema, task.Nodes, task.IsDescribed))];
}
