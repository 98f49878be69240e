using System.Text.Json;
using System.Text.Json.Serialization;
using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Documents;

/// <summary>An item of a run.</summary>
internal sealed record ItemDocument
{
    /// <summary>Its position among the inputs, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The task of one of an item's single calls; null in a map, which has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    public required string Phase { get; init; }

    /// <summary>How many attempts were made, one that is running included.</summary>
    public required int Attempts { get; init; }

    /// <summary>How many attempts it gets at most; null where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxAttempts { get; init; }

    public JsonElement? Input { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Value { get; init; }

    /// <summary>Why it has no value; of one that has not ended, what its last attempt failed with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorDocument? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextAttemptAt { get; init; }

    internal static ItemDocument Of(RunItem item) => new()
    {
        Index = item.Index,
        Task = item.Task,
        Phase = PhaseText.Of(item.Phase),
        Attempts = item.Attempts,
        MaxAttempts = item.MaxAttempts,
        Input = Parsed(item.Input),
        Value = Parsed(item.Result),
        Error = ErrorDocument.Of(item.Error),
        NextAttemptAt = item.NextAttemptAt,
    };

    internal RunItem ToItem() => new()
    {
        Index = Index,
        Task = Task,
        Phase = Enum.Parse<ItemPhase>(Phase, ignoreCase: true),
        Attempts = Attempts,
        MaxAttempts = MaxAttempts,
        Input = Input?.GetRawText(),
        Result = Value?.GetRawText(),
        Error = Error?.ToError(),
        NextAttemptAt = NextAttemptAt,
    };

    private static JsonElement? Parsed(string? json) => json is null ? null : JsonElement.Parse(json);
}

/// <summary>Some items of a run, by index.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What to ask for <c>from</c> for those behind; null when there are none.</param>
internal sealed record ItemsDocument(IReadOnlyList<ItemDocument> Items, int? Next);
