using System.Text;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>The results of consecutive items; the unit in which results travel. Immutable once it has been handed over.</summary>
internal abstract class ResultSegment(int first, int count)
{
    /// <summary>The index of the first item.</summary>
    internal int First { get; } = first;

    internal int Count { get; } = count;

    internal int End => First + Count;

    /// <summary>The values as they are recorded, without a place for errors; null where nothing is.</summary>
    internal virtual PayloadBlock? Block => null;

    /// <summary>The same results in parts that can each be recorded.</summary>
    internal virtual IReadOnlyList<ResultSegment> Parts => [this];

    /// <summary>The same results in parts that can be recorded and sent; one that cannot be written becomes an error.</summary>
    /// <param name="limits">How large one result may be.</param>
    /// <param name="describe">Says of which item such an error is.</param>
    internal virtual IReadOnlyList<ResultSegment> Encode(PayloadLimits limits, Func<int, ItemError, ItemError> describe) => Parts;

    internal abstract ResultSegment Slice(int first, int count);

    /// <summary>The same results for other indices.</summary>
    internal abstract ResultSegment MoveTo(int first);

    /// <summary>The error of an item of the segment, or null if it succeeded.</summary>
    internal abstract ItemError? ErrorAt(int index);

    /// <summary>Whether any item failed; false costs nothing to ask.</summary>
    internal abstract bool HasErrors { get; }

    /// <summary>How many items failed.</summary>
    internal int Failures => HasErrors ? Count - Successes(First, End) : 0;

    /// <summary>What the errors of all items have in common, where they differ only in run, index, input and attempts; otherwise null.</summary>
    internal virtual ItemError? SharedError => null;

    /// <summary>About how many bytes the errors take when they are recorded.</summary>
    internal virtual int ErrorBytes
    {
        get
        {
            var bytes = 0;
            for (var index = First; HasErrors && index < End; index++)
            {
                bytes += Errors.SizeOf(ErrorAt(index));
            }

            return bytes;
        }
    }

    /// <summary>The segment with the type that its reader knows.</summary>
    /// <exception cref="InvalidOperationException">The results are of another type.</exception>
    internal abstract ResultSegment<TOut> As<TOut>();

    /// <summary>The value of an item as JSON; null where it has none, or it cannot be written.</summary>
    internal virtual string? Json(int index) =>
        ErrorAt(index) is null && Block is { } block ? Encoding.UTF8.GetString(block.Element(Successes(First, index)).Span) : null;

    private protected int Successes(int from, int to)
    {
        var successes = to - from;
        for (var index = from; HasErrors && index < to; index++)
        {
            successes -= ErrorAt(index) is null ? 0 : 1;
        }

        return successes;
    }

    /// <summary>The values of a range of the segment's items.</summary>
    private protected PayloadBlock? BlockOf(int first, int count) => Block?.Slice(Successes(First, first), Successes(first, first + count));
}
