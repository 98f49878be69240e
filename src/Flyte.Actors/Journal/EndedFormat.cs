using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>How the items of a run have ended, as a snapshot has it.</summary>
internal static class EndedFormat
{
    internal static Wire.Ended Write(EndedItems ended)
    {
        var wire = new Wire.Ended
        {
            All = Write(ended.All),
            Failed = Write(ended.WithoutSuccess.GetValueOrDefault(ItemPhase.Failed)),
            Aborted = Write(ended.WithoutSuccess.GetValueOrDefault(ItemPhase.Aborted)),
            TimedOut = Write(ended.WithoutSuccess.GetValueOrDefault(ItemPhase.TimedOut)),
            Recovered = Write(ended.WithoutSuccess.GetValueOrDefault(ItemPhase.Recovered)),
        };
        var before = 0;
        foreach (var (index, attempts) in ended.Attempts.OrderBy(a => a.Key))
        {
            wire.Retried.Add(index - before);
            wire.Attempts.Add(attempts);
            before = index;
        }

        return wire;
    }

    /// <param name="wire">As it is stored.</param>
    /// <param name="most">How many items the run has.</param>
    internal static EndedItems Read(Wire.Ended wire, int most)
    {
        var phases = new[]
        {
            (ItemPhase.Failed, wire.Failed), (ItemPhase.Aborted, wire.Aborted), (ItemPhase.TimedOut, wire.TimedOut), (ItemPhase.Recovered, wire.Recovered),
        };
        return new EndedItems(
            Read(wire.All, most),
            [.. phases.Where(p => p.Item2 is not null).Select(p => KeyValuePair.Create(p.Item1, Read(p.Item2, most)))],
            [.. Attempts(wire)]);
    }

    private static IEnumerable<KeyValuePair<int, int>> Attempts(Wire.Ended wire)
    {
        var index = 0;
        for (var i = 0; i < wire.Retried.Count; i++)
        {
            index += wire.Retried[i];
            yield return KeyValuePair.Create(index, wire.Attempts[i]);
        }
    }

    private static Wire.Indices? Write(IndexSet? set)
    {
        if (set is null)
        {
            return null;
        }

        var wire = new Wire.Indices();
        var end = 0;
        foreach (var (first, count) in set.Ranges())
        {
            wire.Gaps.Add(first - end);
            wire.Counts.Add(count);
            end = first + count;
        }

        return wire;
    }

    private static IndexSet Read(Wire.Indices wire, int most)
    {
        var (set, end) = (new IndexSet(), 0);
        for (var i = 0; i < wire.Gaps.Count; i++)
        {
            var (gap, count) = (wire.Gaps[i], wire.Counts[i]);
            if (gap < 0 || count < 1 || (long)end + gap + count > most)
            {
                throw new InvalidDataException($"It has an item that ended beyond the {most} that there are.");
            }

            set.Add(end + gap, count);
            end += gap + count;
        }

        return set;
    }
}
