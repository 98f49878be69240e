using System.Text.Json;

namespace Flyte.Actors.Tasks;

/// <summary>A task as another node describes it.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Input">What an input is in JSON, as JSON Schema; null for none.</param>
/// <param name="Output">What a result is in JSON; null for none.</param>
/// <param name="Options">Its options.</param>
internal sealed record TaskDescription(string Name, string? Input, string? Output, TaskOptions Options)
{
    internal static TaskDescription Of(TaskDefinition task) =>
        new(task.Name, task.Schemas.Input?.GetRawText(), task.Schemas.Output?.GetRawText(), task.Options);
}

/// <summary>A task that only other nodes have: its inputs are any JSON, and who executes them judges it.</summary>
internal sealed class FarTask(TaskDescription description) : TaskDefinition(description.Name, description.Options)
{
    internal JsonElement? InputSchema => field ??= Parse(description.Input);

    internal JsonElement? OutputSchema => field ??= Parse(description.Output);

    internal override Type InputType => typeof(JsonElement);

    internal override Type OutputType => typeof(JsonElement);

    internal override TaskSchemas Schemas => throw Unknown();

    internal override bool IsAsync => throw Unknown();

    internal override bool WantsContext => throw Unknown();

    internal override TResult Accept<TResult>(ITaskVisitor<TResult> visitor) => throw Unknown();

    internal override CacheKeys KeysFor(Cache cache) => throw Unknown();

    private static JsonElement? Parse(string? schema) => schema is null ? null : JsonElement.Parse(schema);

    private InvalidOperationException Unknown() => new($"The task '{Name}' is not registered here: other nodes have its code.");
}
