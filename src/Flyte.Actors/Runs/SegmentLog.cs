using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>Segments of results one behind the other, read by position; what every reader has passed can be let go.</summary>
internal sealed class SegmentLog
{
    private readonly List<ResultSegment> segments = [];
    private readonly List<int> starts = [];
    private int head;

    /// <summary>The position behind the last result.</summary>
    internal int End { get; private set; }

    /// <summary>The first position that is still held.</summary>
    internal int Start => head < segments.Count ? starts[head] : End;

    internal void Append(ResultSegment segment)
    {
        segments.Add(segment);
        starts.Add(End);
        End += segment.Count;
    }

    /// <summary>Results from a position on, at most <paramref name="max"/>; returns the position behind them.</summary>
    internal int Read(int from, int max, List<ResultSegment> into)
    {
        var at = starts.BinarySearch(head, starts.Count - head, from, comparer: null);
        at = at >= 0 ? at : ~at - 1;
        for (; at < segments.Count && at >= head && max > 0; at++)
        {
            var (segment, skip) = (segments[at], from - starts[at]);
            var count = Math.Min(segment.Count - skip, max);
            if (count <= 0)
            {
                break;
            }

            into.Add(count == segment.Count ? segment : segment.Slice(segment.First + skip, count));
            from += count;
            max -= count;
        }

        return from;
    }

    internal void Release(int before)
    {
        while (head < segments.Count && starts[head] + segments[head].Count <= before)
        {
            segments[head++] = null!;
        }

        if (head > 64 && head > segments.Count / 2)
        {
            segments.RemoveRange(0, head);
            starts.RemoveRange(0, head);
            head = 0;
        }
    }

    internal IEnumerable<ResultSegment> All => segments.Skip(head);
}
