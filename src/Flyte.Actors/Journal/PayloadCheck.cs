namespace Flyte.Actors.Journal;

/// <summary>Whether the payloads of a stored event bear out how many it says there are: what is made for them is no larger than what was stored.</summary>
internal static class PayloadCheck
{
    /// <exception cref="InvalidDataException">They do not.</exception>
    internal static void Demand(Wire.Batch batch)
    {
        foreach (var record in batch.Records)
        {
            if (record.ItemsAdded is { } added)
            {
                Demand(added.Inputs, PageFormat.Values(added));
            }
            else if (record.ItemsFinished is { } finished)
            {
                Demand(finished.Results, SegmentFormat.Values(finished));
            }
        }
    }

    // Each takes two bytes at least; beside the journal there is one at a time.
    private static void Demand(Wire.Payloads? payloads, int count)
    {
        var isBorneOut = payloads is not null && (payloads.Beside.Length > 0 ? count == 1 : count == 0 || (count > 0 && payloads.Json.Length > 2L * count));
        if (!isBorneOut)
        {
            throw new InvalidDataException($"An event in the journal is damaged: it says that it has {count} payloads, which it has not. Restore the database from a backup.");
        }
    }
}
