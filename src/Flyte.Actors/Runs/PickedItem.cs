using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>The items of a page, of which the payloads have yet to be read.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The index that the next page begins with; null when there is none.</param>
internal sealed record PickedItems(IReadOnlyList<PickedItem> Items, int? Next);

/// <summary>Inputs in memory.</summary>
/// <param name="First">The index of the first one.</param>
/// <param name="Page">The inputs.</param>
internal sealed record HeldInputs(int First, InputPage Page);

/// <summary>An item of a page, and where what belongs to it is to be found.</summary>
internal sealed record PickedItem(int Index, ItemPhase Phase)
{
    /// <summary>The page of inputs that it is in, where the run holds it.</summary>
    internal HeldInputs? Held { get; init; }

    /// <summary>Where its input is recorded; null where it is not.</summary>
    internal RecordedInputs? Recorded { get; init; }

    /// <summary>What it came to; null while it has not ended.</summary>
    internal ResultSegment? Result { get; init; }

    /// <summary>The results that it is among, as long as they are held beside their record; they may be let go at any time.</summary>
    internal ResultSegment? Live { get; init; }

    /// <summary>Its last failed attempt, while it has not ended; null when none was recorded.</summary>
    internal Retry? Retry { get; init; }

    /// <summary>The attempts made at it, where no error tells.</summary>
    internal int Attempts { get; init; }

    /// <summary>The events of the journal that it takes to show the item.</summary>
    internal IEnumerable<long> Sequences
    {
        get
        {
            if (Held is null && Recorded is { } inputs)
            {
                yield return inputs.Sequence;
            }

            if (Live is null && Result is RecordedSegment result)
            {
                yield return result.Stored.Sequence;
            }

            if (Retry is { Sequence: > 0 } retry)
            {
                yield return retry.Sequence;
            }
        }
    }
}
