namespace Flyte.Actors.Runs;

/// <summary>What is due of an item or of the items of a page.</summary>
internal enum DueKind
{
    Retry,
    QueuedTooLong,
    Deadline,
}

internal readonly record struct Due(DueKind Kind, int First, int Count);

/// <summary>The one table of all that a run has to do at a time.</summary>
internal sealed class Timetable
{
    private readonly PriorityQueue<Due, long> entries = new();

    internal DateTimeOffset? Next => entries.TryPeek(out _, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal void Add(DateTimeOffset at, Due due) => entries.Enqueue(due, at.UtcTicks);

    internal bool TryTake(DateTimeOffset now, out Due due)
    {
        due = default;
        return entries.TryPeek(out _, out var ticks) && ticks <= now.UtcTicks && entries.TryDequeue(out due, out _);
    }
}
