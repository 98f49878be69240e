using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Where ranges of items stand in the journal, as a snapshot has it.</summary>
internal static class PlacesFormat
{
    internal static Wire.Places Write(IEnumerable<RecordedInputs> places)
    {
        var wire = new Wire.Places();
        var (end, sequence) = (0, 0L);
        foreach (var place in places)
        {
            wire.Gaps.Add(place.First - end);
            wire.Counts.Add(place.Count);
            wire.Events.Add(place.Sequence - sequence);
            (end, sequence) = (place.End, place.Sequence);
        }

        return wire;
    }

    internal static IEnumerable<RecordedInputs> Read(Wire.Places wire)
    {
        if (wire.Counts.Count != wire.Gaps.Count || wire.Events.Count != wire.Gaps.Count)
        {
            throw new InvalidDataException("Its columns are not of one length.");
        }

        var (end, sequence) = (0, 0L);
        for (var i = 0; i < wire.Gaps.Count; i++)
        {
            var place = new RecordedInputs(end + wire.Gaps[i], wire.Counts[i], sequence + wire.Events[i]);
            (end, sequence) = (place.End, place.Sequence);
            yield return place;
        }
    }
}
