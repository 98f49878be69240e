using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>Results in an event of the journal; held in memory too for a while, since they are mostly read at once.</summary>
/// <param name="sequence">The number of the event that they are in.</param>
/// <param name="first">The index of the first one in that event.</param>
/// <param name="live">The results while they are held.</param>
internal sealed class StoredResults(long sequence, int first, ResultSegment? live)
{
    internal long Sequence { get; } = sequence;

    internal int First { get; } = first;

    internal ResultSegment? Live { get; set; } = live;
}

/// <summary>Where results are to be found. It stands for them in the lists of a run; to be read they have to be opened.</summary>
internal sealed class RecordedSegment(int first, int count, bool hasErrors, StoredResults stored, int offset) : ResultSegment(first, count)
{
    internal StoredResults Stored { get; } = stored;

    /// <summary>How many items there are before the first one in the event.</summary>
    internal int Offset => offset;

    /// <summary>The index of the first item in the run that recorded it.</summary>
    internal int StoredFirst => Stored.First + offset;

    internal override bool HasErrors { get; } = hasErrors;

    /// <summary>Whether the results are held, so that their errors can be looked at.</summary>
    internal bool IsHeld => Stored.Live is not null;

    /// <summary>One item of the segment, of which it is known whether it failed.</summary>
    internal RecordedSegment Item(int index, bool hasFailed) => new(index, 1, hasFailed, Stored, offset + (index - First));

    /// <summary>The results, taken from the event that they were recorded with.</summary>
    internal ResultSegment Open(ResultSegment recorded)
    {
        var own = recorded.Count == Count ? recorded : recorded.Slice(StoredFirst, Count);
        return own.First == First ? own : own.MoveTo(First);
    }

    internal override ResultSegment Slice(int first, int count) =>
        new RecordedSegment(first, count, HasErrors, Stored, offset + (first - First));

    internal override ResultSegment MoveTo(int first) => new RecordedSegment(first, Count, HasErrors, Stored, offset);

    internal override ItemError? ErrorAt(int index) => Stored.Live is { } live ? live.ErrorAt(index - First + StoredFirst) : throw NotOpen();

    internal override ResultSegment<TOut> As<TOut>() => throw NotOpen();

    private InvalidOperationException NotOpen() =>
        new($"The results of items {First} to {End - 1} are in event {Stored.Sequence} of the journal and have not been read from there.");
}
