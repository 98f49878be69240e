using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Cuts results into parts that can be recorded; one that cannot be written becomes the error of its slot.</summary>
internal sealed class SegmentEncoder<TOut>(TOut[] values, ItemError?[]? errors, PayloadLimits limits, Func<int, ItemError, ItemError> describe)
{
    private readonly List<ResultSegment> parts = [];
    private readonly BlockWriter writer = BlockWriter.Rent();
    private ItemError?[]? errors = errors;
    private bool hasErrors;
    private int errorSize;

    /// <summary>Encodes items, of which the first has the index <paramref name="first"/> and stands at <paramref name="start"/>.</summary>
    internal ResultSegment<TOut> Encode(int first, int start, int count)
    {
        var from = start;
        for (var at = start; at < start + count; at++)
        {
            if (errors?[at] is null && Write(values[at]) is { } error)
            {
                (errors ??= new ItemError?[values.Length])[at] = describe(at, error);
            }

            Note(errors?[at]);
            if (writer.IsFull || errorSize > PayloadLimits.Block || at == start + count - 1)
            {
                parts.Add(new ResultSegment<TOut>(first + from - start, at + 1 - from, values, hasErrors ? errors : null, from, writer.Take()));
                (from, hasErrors, errorSize) = (at + 1, false, 0);
            }
        }

        writer.Return();
        return parts.Count == 1
            ? (ResultSegment<TOut>)parts[0]
            : new ResultSegment<TOut>(first, count, values, errors, start, block: null, parts);
    }

    private void Note(ItemError? error)
    {
        hasErrors |= error is not null;
        errorSize += Errors.SizeOf(error);
    }

    private ItemError? Write(TOut value)
    {
        try
        {
            var size = writer.Write(value);
            if (size <= limits.Item)
            {
                return null;
            }

            writer.TakeBack(size);
            return Errors.User(ErrorCodes.PayloadTooLarge, limits.Refusal(size, "result"));
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Errors.User(ErrorCodes.InvalidResult, $"The result cannot be written as JSON: {e.GetType().Name}: {e.Message}");
        }
    }
}
