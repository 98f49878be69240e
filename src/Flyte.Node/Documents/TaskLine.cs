using System.Text.Json;
using System.Text.Json.Serialization;
using Flyte.Node.Runs;

namespace Flyte.Node.Documents;

/// <summary>A task, as <c>tasks --json</c> prints it.</summary>
internal sealed record TaskLine
{
    public required string Name { get; init; }

    public required string Input { get; init; }

    public required string Output { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? InputSchema { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? OutputSchema { get; init; }

    internal static TaskLine Of(TaskShape task) =>
        new() { Name = task.Name, Input = task.Input, Output = task.Output, InputSchema = task.InputSchema, OutputSchema = task.OutputSchema };
}
