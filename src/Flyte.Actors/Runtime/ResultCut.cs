using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Cuts a page of results to what one message takes, one result at least; what is not encoded yet is encoded.</summary>
/// <param name="maxBytes">The most bytes.</param>
/// <param name="limits">How large one result may be.</param>
internal sealed class ResultCut(int maxBytes, PayloadLimits limits)
{
    private const int SizeOfSegment = 64;
    private const int SizeOfItem = 32;

    private readonly List<ResultSegment> cut = [];
    private int used;
    private int taken;

    /// <summary>Whether the page can be cut without code of the user's.</summary>
    internal static bool IsEncoded(ResultPage page) => page.Segments.All(IsEncoded);

    private int Left => maxBytes - used;

    internal ResultPage Of(ResultPage page)
    {
        foreach (var segment in page.Segments)
        {
            if (!(IsEncoded(segment) ? Take(segment) : Encode(segment, page.RunId)))
            {
                break;
            }
        }

        var next = page.From + taken;
        return page with { Segments = cut, Next = next, End = next == page.Next ? page.End : null };
    }

    private static bool IsEncoded(ResultSegment segment) => segment is { Block: not null } or FailedSegment;

    // First one, then as many as seem to fit: what does not is encoded again for the next page.
    private bool Encode(ResultSegment segment, RunId run)
    {
        for (var (first, count) = (segment.First, 1); first < segment.End; first += count, count = Fitting())
        {
            count = Math.Min(count, segment.End - first);
            foreach (var part in segment.Slice(first, count).Encode(limits, (index, error) => error with { RunId = run.Value, Index = index }))
            {
                if (!Take(part))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Fitting() => 1 + (int)(Left * (long)taken / Math.Max(1, used));

    private bool Take(ResultSegment segment)
    {
        var size = SizeOfSegment + (long)(segment.Block?.Json.Length ?? 0) + segment.ErrorBytes + (segment.HasErrors ? (long)SizeOfItem * segment.Count : 0);
        if (size <= Left)
        {
            Add(segment, (int)size);
            return true;
        }

        var count = Fitting(segment);
        if (count > 0)
        {
            Add(segment.Slice(segment.First, count), Left);
        }

        return false;
    }

    // How many of its items fit; if the page has none yet, one in any case.
    private int Fitting(ResultSegment segment)
    {
        var shared = segment.SharedError;
        var bytes = (long)SizeOfSegment + Errors.SizeOf(shared);
        var (count, values) = (0, 0);
        for (; count < segment.Count; count++)
        {
            var error = segment.HasErrors ? segment.ErrorAt(segment.First + count) : null;
            bytes += SizeOfItem + (error is null ? segment.Block!.Element(values++).Length
                : shared is null ? Errors.SizeOf(error)
                : Math.Min(Errors.MostInputBytes, 3 * (error.Input?.Length ?? 0)));
            if (bytes > Left && taken + count > 0)
            {
                break;
            }
        }

        return count;
    }

    private void Add(ResultSegment segment, int size)
    {
        cut.Add(segment);
        used += size;
        taken += segment.Count;
    }
}
