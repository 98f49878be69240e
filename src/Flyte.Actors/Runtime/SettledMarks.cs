using Flyte.Actors.Journal;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Up to where the index may be said to have followed a journal that several write to: events get their offsets before they are
/// committed, in any order, and a node may die between an event and its row.
/// </summary>
/// <param name="after">How long after an event was first seen none is committed any more whose offset is smaller.</param>
internal sealed class SettledMarks(TimeSpan after)
{
    private Dictionary<long, TimeSpan> firstSeen = [];

    /// <summary>The offset up to which all is settled; null when that is nothing new.</summary>
    /// <param name="marks">All that the journal has behind the last offset.</param>
    /// <param name="known">The runs that the index has.</param>
    /// <param name="time">A time before the journal was read, by a clock that nobody sets.</param>
    internal long? Settle(IReadOnlyList<RootMark> marks, IReadOnlySet<string> known, TimeSpan time)
    {
        firstSeen = marks.DistinctBy(mark => mark.Offset).ToDictionary(mark => mark.Offset, mark => firstSeen.GetValueOrDefault(mark.Offset, time));
        long? settled = null;
        foreach (var mark in marks.OrderBy(mark => mark.Offset).TakeWhile(mark => known.Contains(mark.Root.Value) && time - firstSeen[mark.Offset] >= after))
        {
            settled = mark.Offset;
        }

        return settled;
    }
}
