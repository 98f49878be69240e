using System.Text.Json;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>The results of consecutive items; the unit in which results travel. Immutable once it has been handed over.</summary>
internal abstract class ResultSegment(int first, int count)
{
    /// <summary>The index of the first item.</summary>
    internal int First { get; } = first;

    internal int Count { get; } = count;

    internal int End => First + Count;

    internal abstract ResultSegment Slice(int first, int count);

    /// <summary>The same results for other indices.</summary>
    internal abstract ResultSegment MoveTo(int first);

    /// <summary>The error of an item of the segment, or null if it succeeded.</summary>
    internal abstract ItemError? ErrorAt(int index);

    /// <summary>Whether any item failed; false costs nothing to ask.</summary>
    internal abstract bool HasErrors { get; }

    /// <summary>The segment with the type that its reader knows.</summary>
    internal abstract ResultSegment<TOut> As<TOut>();
}

/// <inheritdoc/>
internal sealed class ResultSegment<TOut>(int first, int count, TOut[] values, ItemError?[]? errors, int start) : ResultSegment(first, count)
{
    internal TOut[] Values { get; } = values;

    internal ItemError?[]? Errors { get; } = errors;

    /// <summary>Where the first item stands in <see cref="Values"/> and <see cref="Errors"/>.</summary>
    internal int Start { get; } = start;

    internal override bool HasErrors => Errors is not null;

    internal override ResultSegment Slice(int first, int count) =>
        new ResultSegment<TOut>(first, count, Values, Errors, Start + (first - First));

    internal override ResultSegment MoveTo(int first) => new ResultSegment<TOut>(first, Count, Values, Errors, Start);

    internal override ItemError? ErrorAt(int index) => Errors?[Start + (index - First)];

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

/// <summary>Consecutive items that all failed for one reason, such as the abort of their run.</summary>
internal sealed class FailedSegment(int first, int count, Func<int, ItemError> error) : ResultSegment(first, count)
{
    internal override bool HasErrors => true;

    internal override ResultSegment Slice(int first, int count) => new FailedSegment(first, count, error);

    internal override ResultSegment MoveTo(int first) => new FailedSegment(first, Count, index => error(index - first + First));

    internal override ItemError? ErrorAt(int index) => error(index);

    internal override ResultSegment<TOut> As<TOut>()
    {
        var errors = new ItemError?[Count];
        for (var i = 0; i < Count; i++)
        {
            errors[i] = error(First + i);
        }

        return new ResultSegment<TOut>(First, Count, new TOut[Count], errors, 0);
    }
}
