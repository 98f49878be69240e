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

    internal static EndedItems Read(Wire.Ended wire)
    {
        var phases = new[]
        {
            (ItemPhase.Failed, wire.Failed), (ItemPhase.Aborted, wire.Aborted), (ItemPhase.TimedOut, wire.TimedOut), (ItemPhase.Recovered, wire.Recovered),
        };
        return new EndedItems(
            Read(wire.All),
            [.. phases.Where(p => p.Item2 is not null).Select(p => KeyValuePair.Create(p.Item1, Read(p.Item2)))],
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

    private static IndexSet Read(Wire.Indices wire)
    {
        var (set, end) = (new IndexSet(), 0);
        for (var i = 0; i < wire.Gaps.Count; i++)
        {
            set.Add(end + wire.Gaps[i], wire.Counts[i]);
            end += wire.Gaps[i] + wire.Counts[i];
        }

        return set;
    }
}
