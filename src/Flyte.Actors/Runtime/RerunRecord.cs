using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Reads all that is recorded of a run that is to be run again.</summary>
internal static class RerunRecord
{
    internal static async Task<TreeRecord> ReadAsync(RunId root, IJournalEvents events)
    {
        var record = new TreeRecord(root, keepsAll: true);
        for (long from = 1; ; from += SequenceRanges.MaxLength)
        {
            var read = await events.ReadAsync(root, from, from + SequenceRanges.MaxLength - 1).ConfigureAwait(false);
            foreach (var e in read)
            {
                foreach (var (run, recorded) in e.Batch.Records)
                {
                    record.Apply(run, recorded, e.Sequence);
                }
            }

            if (read.Count == 0)
            {
                return record;
            }
        }
    }
}
