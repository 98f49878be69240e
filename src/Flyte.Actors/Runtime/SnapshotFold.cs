using Flyte.Actors.Journal;

namespace Flyte.Actors.Runtime;

/// <summary>Goes on with a snapshot by the events behind it.</summary>
internal sealed class SnapshotFold
{
    private readonly Snapshot start;
    private readonly CancellationToken cancellationToken;
    private long last;
    private JournalBatch? lastBatch;

    private SnapshotFold(Snapshot start, CancellationToken cancellationToken)
    {
        (this.start, this.cancellationToken) = (start, cancellationToken);
        last = start.Last;
    }

    /// <summary>The fold of the events up to one; the snapshot's own record becomes it.</summary>
    /// <exception cref="InvalidDataException">It was not made of these events, or some are missing.</exception>
    internal static async Task<Snapshot> GoOnAsync(Snapshot start, long to, IJournalEvents events, CancellationToken cancellationToken)
    {
        // The last event that is in it is read once more: of another history of that run, from a backup perhaps, it is another one.
        var fold = new SnapshotFold(start, cancellationToken);
        await events.VisitAsync(start.Record.Id, Math.Max(1, start.Last), to, fold.Visit).ConfigureAwait(false);
        return to < long.MaxValue && fold.last != to ? throw new InvalidDataException($"The journal has no event {to}, but {fold.last}.")
            : fold.lastBatch is { } batch ? new Snapshot(start.Record, fold.last, SnapshotFormat.Digest(batch))
            : start.Last == 0 ? start
            : throw new InvalidDataException($"The journal has no event {start.Last}, which is in it.");
    }

    private void Visit(JournalEvent e)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (lastBatch is null && start.Last > 0)
        {
            if (e.Sequence != start.Last || !start.LastEvent.Span.SequenceEqual(SnapshotFormat.Digest(e.Batch)))
            {
                throw new InvalidDataException($"Event {start.Last} of the journal is not the one that is in it.");
            }
        }
        else if (lastBatch is not null && e.Sequence != last + 1)
        {
            throw new InvalidDataException($"Event {last + 1} is not in the journal.");
        }
        else
        {
            foreach (var (run, recorded) in e.Batch.Records)
            {
                start.Record.Apply(run, recorded, e.Sequence);
            }
        }

        (last, lastBatch) = (e.Sequence, e.Batch);
    }
}
