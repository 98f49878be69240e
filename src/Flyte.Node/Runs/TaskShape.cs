using System.Runtime.CompilerServices;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Output;

namespace Flyte.Node.Runs;

/// <summary>What has to be known of a task to give it inputs and to print its results.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Input">The type of its input, to be shown.</param>
/// <param name="Output">The type of its result, to be shown.</param>
internal sealed record TaskShape(string Name, string Input, string Output)
{
    /// <summary>How a text becomes an input.</summary>
    internal required InputKind Takes { get; init; }

    /// <summary>Whether it takes several inputs, which are one array.</summary>
    internal bool TakesSeveral { get; init; }

    /// <summary>Whether it has no result.</summary>
    internal bool GivesNothing { get; init; }

    /// <summary>What an input is in JSON; null for none, or where it is not known.</summary>
    internal JsonElement? InputSchema => Info is { } info ? info.InputSchema : Schemas.Input;

    internal JsonElement? OutputSchema => Info is { } info ? info.OutputSchema : Schemas.Output;

    // Its schemas are made when they are first asked for.
    private TaskInfo? Info { get; init; }

    private (JsonElement? Input, JsonElement? Output) Schemas { get; init; }

    /// <summary>A task whose types are known here.</summary>
    internal static TaskShape Of(TaskInfo task) => new(task.Name, TypeName.Of(task.InputType), TypeName.Of(task.OutputType))
    {
        Takes = task.InputType == typeof(Nothing) ? InputKind.None
            : task.InputType == typeof(string) ? InputKind.Text
            : InputKind.Json,
        TakesSeveral = task.InputType.IsValueType && typeof(ITuple).IsAssignableFrom(task.InputType),
        GivesNothing = task.OutputType == typeof(Nothing),
        Info = task,
    };

    /// <summary>A task of another node, of which its schemas are known; null where there is no input, or no result.</summary>
    internal static TaskShape Of(string name, JsonElement? input, JsonElement? output) => new(name, SchemaText.Of(input), SchemaText.Of(output))
    {
        Takes = input is not { } schema ? InputKind.None
            : SchemaText.IsPlainText(schema) ? InputKind.Text
            : InputKind.Json,
        TakesSeveral = input is { ValueKind: JsonValueKind.Object } several && several.TryGetProperty("prefixItems", out _),
        GivesNothing = output is null,
        Schemas = (input, output),
    };

    /// <summary>A task of another node of which only the name is known yet: what it takes is found where it is executed.</summary>
    internal static TaskShape Undescribed(string name) => new(name, "?", "?") { Takes = InputKind.Json };
}
