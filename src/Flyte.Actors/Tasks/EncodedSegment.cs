using System.Text.Json;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Results as they were recorded: whoever reads them knows their type, and decodes them on a thread of its own.</summary>
/// <param name="first">The index of the first item.</param>
/// <param name="count">The number of items.</param>
/// <param name="block">The values of those that succeeded.</param>
/// <param name="errors">The errors of the others by their position; null when there are none.</param>
internal sealed class EncodedSegment(int first, int count, PayloadBlock block, ItemError?[]? errors) : ResultSegment(first, count)
{
    private object? decoded;

    internal override PayloadBlock Block => block;

    internal override bool HasErrors => errors is not null;

    internal override ResultSegment Slice(int first, int count) =>
        new EncodedSegment(first, count, BlockOf(first, count)!, errors?.AsSpan(first - First, count).ToArray());

    internal override ResultSegment MoveTo(int first) => new EncodedSegment(first, Count, block, errors);

    internal override ItemError? ErrorAt(int index) => errors?[index - First];

    internal override ResultSegment<TOut> As<TOut>()
    {
        if (decoded is not ResultSegment<TOut> typed)
        {
            decoded = typed = new ResultSegment<TOut>(First, Count, Decode<TOut>(), errors, 0, block);
        }

        return typed;
    }

    private TOut[] Decode<TOut>()
    {
        TOut[] values;
        try
        {
            values = block.Decode<TOut>();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidOperationException($"The recorded results cannot be read as {typeof(TOut)}: {e.Message}", e);
        }

        if (errors is null)
        {
            return values;
        }

        var spread = new TOut[Count];
        for (int i = 0, next = 0; i < Count; i++)
        {
            spread[i] = errors[i] is null ? values[next++] : default!;
        }

        return spread;
    }
}
