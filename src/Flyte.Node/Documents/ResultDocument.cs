using System.Text.Json;
using System.Text.Json.Serialization;
using Flyte.Actors;

namespace Flyte.Node.Documents;

/// <summary>What an item came to: a value, which may be null, or an error.</summary>
internal sealed record ResultDocument
{
    /// <summary>The item's position among the inputs, from 0.</summary>
    public required int Index { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorDocument? Error { get; init; }

    internal static ResultDocument Of(ItemResult<JsonElement> result, int? line = null) => result.IsSuccess
        ? new() { Index = result.Index, Value = result.Value }
        : new() { Index = result.Index, Error = ErrorDocument.Of(result.Error, line) };

    internal ItemResult<JsonElement> ToResult() => Error is null ? new(Index, Value) : new(Index, Error.ToError());
}

/// <summary>Some results of a run.</summary>
/// <param name="Results">The results.</param>
/// <param name="Next">The position behind them, to be asked for <c>from</c>.</param>
/// <param name="Ended">Whether the run has ended and nothing is behind these.</param>
internal sealed record ResultsDocument(IReadOnlyList<ResultDocument> Results, int Next, bool Ended);
