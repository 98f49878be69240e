using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>The recorded results of a run in the orders in which they are read.</summary>
/// <param name="only">The one order in which they are read, if there is but one.</param>
/// <param name="holds">Whether results that are in the journal are held in memory too for a while.</param>
internal sealed class ResultLog(ReadOrder? only, bool holds = true)
{
    /// <summary>How many bytes of results that are in the journal too are held in memory, for those who read them at once.</summary>
    private const int MaxHeld = 8 * 1024 * 1024;
    private const int SizeOfItem = 24;

    private readonly SegmentLog ordered = new();
    private readonly SegmentLog completed = new();
    private readonly Dictionary<int, ResultSegment> ahead = [];
    private readonly Queue<(StoredResults Results, int Size)> held = [];
    private int heldSize;

    internal int End(ReadOrder order) => Log(order).End;

    /// <summary>Adds results that are in the journal.</summary>
    /// <param name="segment">The results.</param>
    /// <param name="sequence">The number of the event that they are in; 0 when nothing is recorded.</param>
    internal void Add(ResultSegment segment, long sequence)
    {
        if (sequence == 0)
        {
            Add(segment);
            return;
        }

        var stored = new StoredResults(sequence, segment.First, !holds || segment.Block is { IsElsewhere: true } ? null : segment);
        Add(new RecordedSegment(segment.First, segment.Count, segment.HasErrors, stored, offset: 0));
        if (!holds)
        {
            return;
        }

        var size = SizeOfItem * segment.Count + (segment.Block?.Json.Length ?? 0);
        held.Enqueue((stored, size));
        for (heldSize += size; heldSize > MaxHeld; heldSize -= size)
        {
            (stored, size) = held.Dequeue();
            stored.Live = null;
        }
    }

    internal void Add(ResultSegment segment)
    {
        if (only != ReadOrder.Inputs)
        {
            completed.Append(segment);
        }

        if (only == ReadOrder.Completed)
        {
            return;
        }

        if (segment.First != ordered.End)
        {
            ahead.Add(segment.First, segment);
            return;
        }

        do
        {
            ordered.Append(segment);
        }
        while (ahead.Remove(ordered.End, out segment!));
    }

    /// <summary>The segment that an item is in, where results are kept in the order of the inputs; null when there is none.</summary>
    internal ResultSegment? Find(int index)
    {
        if (index >= ordered.End)
        {
            return ahead.Values.FirstOrDefault(segment => segment.First <= index && segment.End > index);
        }

        var found = new List<ResultSegment>(1);
        ordered.Read(index, max: 1, found);
        return found[0];
    }

    /// <summary>The segments that items are in, null for those of which nothing is recorded; the indices ascend.</summary>
    internal ResultSegment?[] Find(IReadOnlyList<int> indices)
    {
        var found = new ResultSegment?[indices.Count];
        var at = 0;
        for (; at < found.Length && indices[at] < ordered.End; at++)
        {
            found[at] = Find(indices[at]);
        }

        foreach (var segment in at < found.Length ? ahead.Values : Enumerable.Empty<ResultSegment>())
        {
            for (var i = FirstFrom(indices, segment.First, at); i < found.Length && indices[i] < segment.End; i++)
            {
                found[i] = segment;
            }
        }

        return found;
    }

    private static int FirstFrom(IReadOnlyList<int> indices, int index, int low)
    {
        for (var high = indices.Count; low < high;)
        {
            var middle = (low + high) / 2;
            (low, high) = indices[middle] < index ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    internal int Read(ReadOrder order, int from, int max, List<ResultSegment> into) => Log(order).Read(from, max, into);

    /// <summary>Lets go what its only reader has taken.</summary>
    internal void Release(int before)
    {
        if (only is { } order)
        {
            Log(order).Release(before);
        }
    }

    /// <summary>Every result that is held, each once.</summary>
    internal IEnumerable<ResultSegment> All => only == ReadOrder.Inputs ? ordered.All.Concat(ahead.Values) : completed.All;

    private SegmentLog Log(ReadOrder order) => order == ReadOrder.Inputs ? ordered : completed;
}
