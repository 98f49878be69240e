using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>A ledger's items whose results come from a cache, or that are out of line while another item computes them.</summary>
internal sealed class CachedItems(WorkQueue queue, Timetable timetable, Outcome outcome, Admission admission, Action<RunEvent> emit)
{
    /// <summary>Gives items that are not handed out their results; those that have ended keep what they have.</summary>
    internal void Finish(ResultSegment results)
    {
        foreach (var (first, count) in queue.Withdraw(results.First, results.Count))
        {
            queue.Discard(first, count);
            outcome.Succeed(count);
            emit(new ItemsFinished(count == results.Count ? results : results.Slice(first, count)));
        }
    }

    /// <summary>Notes how many items of a page had a result to take over.</summary>
    internal void Observe(int known, int of) => admission.ObserveKnown(known, of);

    /// <summary>Takes an item out of line that was just taken and goes no further, until one of the following is called for it.</summary>
    internal void Hold(int index) => queue.Hold(index);

    /// <summary>Puts an item back into the line.</summary>
    internal void Free(int index, DateTimeOffset now)
    {
        if (queue.Ready(index))
        {
            timetable.Requeued(queue.PageOf(index), index, 1, queue.AttemptsAt(index).Total, now);
        }
    }

    /// <summary>Gives an item that is out of line its result.</summary>
    internal void FinishHeld(ResultSegment result)
    {
        if (queue.Drop(result.First))
        {
            outcome.Succeed(1);
            emit(new ItemsFinished(result));
        }
    }
}
