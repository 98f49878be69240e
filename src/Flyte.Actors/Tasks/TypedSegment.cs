using System.Text.Json;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Results as the objects that the bodies returned.</summary>
internal sealed class ResultSegment<TOut>(
    int first, int count, TOut[] values, ItemError?[]? errors, int start, PayloadBlock? block = null, IReadOnlyList<ResultSegment>? parts = null)
    : ResultSegment(first, count)
{
    internal TOut[] Values { get; } = values;

    internal ItemError?[]? Errors { get; } = errors;

    /// <summary>Where the first item stands in <see cref="Values"/> and <see cref="Errors"/>.</summary>
    internal int Start { get; } = start;

    internal override bool HasErrors => Errors is not null;

    internal override PayloadBlock? Block { get; } = block;

    internal override IReadOnlyList<ResultSegment> Parts => parts ?? [this];

    internal override IReadOnlyList<ResultSegment> Encode(PayloadLimits limits, Func<int, ItemError, ItemError> describe) => Block is null && parts is null
        ? new SegmentEncoder<TOut>(Values, (ItemError?[]?)Errors?.Clone(), limits, (at, error) => describe(First + at - Start, error)).Encode(First, Start, Count).Parts
        : Parts;

    internal override ResultSegment Slice(int first, int count) =>
        new ResultSegment<TOut>(first, count, Values, Errors, Start + (first - First), BlockOf(first, count));

    internal override ResultSegment MoveTo(int first) => new ResultSegment<TOut>(first, Count, Values, Errors, Start, Block);

    internal override ItemError? ErrorAt(int index) => Errors?[Start + (index - First)];

    internal override string? Json(int index) => Block is not null ? base.Json(index)
        : ErrorAt(index) is null ? PayloadJson.TryWrite(Values[Start + (index - First)]) : null;

    internal override ResultSegment<T> As<T>() =>
        this as ResultSegment<T>
        ?? (typeof(T) == typeof(JsonElement) ? (ResultSegment<T>)(object)ToJson() : null)
        ?? throw new InvalidOperationException($"The results are of {typeof(TOut)}; they cannot be read as {typeof(T)}.");

    private ResultSegment<JsonElement> ToJson()
    {
        var json = new JsonElement[Count];
        for (var i = 0; i < Count; i++)
        {
            if (Errors?[Start + i] is null)
            {
                json[i] = JsonSerializer.SerializeToElement(Values[Start + i], PayloadJson.Options);
            }
        }

        return new ResultSegment<JsonElement>(First, Count, json, Errors?.AsSpan(Start, Count).ToArray(), 0);
    }
}
