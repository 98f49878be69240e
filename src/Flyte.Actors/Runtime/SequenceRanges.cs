namespace Flyte.Actors.Runtime;

/// <summary>Event numbers as ranges that are read in one go.</summary>
internal static class SequenceRanges
{
    /// <summary>So many events, of 256 KiB at most, are in memory at once.</summary>
    internal const int MaxLength = 16;

    internal static IEnumerable<(long From, long To)> Of(IEnumerable<long> sequences)
    {
        (long From, long To)? range = null;
        foreach (var sequence in sequences.Distinct().Order())
        {
            if (range is { } open && sequence <= open.To + 1 && sequence < open.From + MaxLength)
            {
                range = (open.From, sequence);
                continue;
            }

            if (range is { } done)
            {
                yield return done;
            }

            range = (sequence, sequence);
        }

        if (range is { } last)
        {
            yield return last;
        }
    }
}
