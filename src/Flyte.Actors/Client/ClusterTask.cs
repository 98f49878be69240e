using System.Text.Json;

namespace Flyte.Actors;

/// <summary>A task of this process or of another node of its cluster.</summary>
public sealed record ClusterTask
{
    /// <summary>The full name, <c>environment.function</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is known what its inputs and results are; not so for a moment after a node has come, or of one of an earlier version.</summary>
    public required bool IsDescribed { get; init; }

    /// <summary>What an input is in JSON, as <see cref="TaskInfo.InputSchema"/>; null for a task without inputs.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>What a result is in JSON; null for a task without a result.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The addresses of the nodes that execute its items, in order; none for one that only a client has.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];
}
