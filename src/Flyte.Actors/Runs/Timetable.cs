namespace Flyte.Actors.Runs;

/// <summary>What is due of an item or of the items of a page.</summary>
internal enum DueKind
{
    Retry,
    QueuedTooLong,
    Deadline,
}

/// <param name="Kind">What is due.</param>
/// <param name="First">The first item.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Attempts">The attempts made at them when the entry was made; with others made since, it is out of date.</param>
internal readonly record struct Due(DueKind Kind, int First, int Count, int Attempts);

/// <summary>The one table of all that a run has to do at a time.</summary>
internal sealed class Timetable
{
    private readonly PriorityQueue<Due, long> entries = new();

    internal DateTimeOffset? Next => entries.TryPeek(out _, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Notes the limits of items that begin to wait for a slot.</summary>
    internal void Queued(PageEntry page, int first, int count, int attempts, DateTimeOffset now)
    {
        Requeued(page, first, count, attempts, now);
        if (attempts == 0 && page.Deadline is { } deadline)
        {
            Add(deadline, new Due(DueKind.Deadline, first, count, attempts));
        }
    }

    /// <summary>Notes that items wait for a slot again, of which one had got hold.</summary>
    internal void Requeued(PageEntry page, int first, int count, int attempts, DateTimeOffset now)
    {
        if (page.Page.Options.MaxQueuedTime is { } limit)
        {
            Add(Later(now, limit), new Due(DueKind.QueuedTooLong, first, count, attempts));
        }
    }

    internal void Retry(int index, int attempts, DateTimeOffset due) => Add(due, new Due(DueKind.Retry, index, 1, attempts));

    internal bool TryTake(DateTimeOffset now, out Due due)
    {
        due = default;
        return entries.TryPeek(out _, out var ticks) && ticks <= now.UtcTicks && entries.TryDequeue(out due, out _);
    }

    /// <summary>A time after another; spans without end stay within the calendar.</summary>
    internal static DateTimeOffset Later(DateTimeOffset now, TimeSpan span) =>
        span < DateTimeOffset.MaxValue - now ? now + span : DateTimeOffset.MaxValue;

    /// <summary>A time before another; spans without end stay within the calendar.</summary>
    internal static DateTimeOffset Earlier(DateTimeOffset now, TimeSpan span) =>
        span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;

    private void Add(DateTimeOffset at, Due due) => entries.Enqueue(due, at.UtcTicks);
}
