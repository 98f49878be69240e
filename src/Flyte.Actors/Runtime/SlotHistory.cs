namespace Flyte.Actors.Runtime;

/// <summary>What the slots of a run did lately: one entry for each lease, whatever its length, and so many at most.</summary>
internal sealed class SlotHistory
{
    private LeaseSpan[] ring = [];
    private int next;

    /// <summary>Notes a lease that has ended; one of which nothing was begun is none.</summary>
    /// <param name="slot">The slot, which still has it.</param>
    /// <param name="count">How many of its items were begun.</param>
    /// <param name="now">The time.</param>
    internal void Add(Slot slot, int count, DateTimeOffset now)
    {
        if (count <= 0 || slot.Lease is not { } lease)
        {
            return;
        }

        if (next == ring.Length && next < RunActivity.MaxSpans)
        {
            Array.Resize(ref ring, Math.Clamp(2 * next, 4, RunActivity.MaxSpans));
        }

        ring[next++ % ring.Length] = new LeaseSpan(slot.Place.Node, slot.Number, lease.First, count, slot.Failed, slot.BegunAt, now);
    }

    internal RunActivity Show(IEnumerable<Slot> busy) => new()
    {
        Spans = [.. Enumerable.Range(Math.Max(0, next - ring.Length), Math.Min(next, ring.Length)).Select(i => ring[i % ring.Length])],
        Running =
        [
            .. busy.Where(slot => slot.First < slot.End)
                .Select(slot => new RunningItem(slot.First, slot.Place.Node, slot.Number, slot.Lease!.Attempts.Total + 1, slot.InHandSince))
                .OrderBy(item => item.StartedAt)
                .ThenBy(item => item.Index)
                .Take(RunActivity.MaxRunning),
        ],
    };
}
