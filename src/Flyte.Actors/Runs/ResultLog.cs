using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>The recorded results of a run in the orders in which they are read.</summary>
internal sealed class ResultLog(ReadOrder? only)
{
    private readonly SegmentLog ordered = new();
    private readonly SegmentLog completed = new();
    private readonly Dictionary<int, ResultSegment> ahead = [];

    internal int End(ReadOrder order) => Log(order).End;

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
