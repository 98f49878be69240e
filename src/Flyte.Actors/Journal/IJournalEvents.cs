using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Reads events of the journal.</summary>
internal interface IJournalEvents
{
    /// <summary>The events of a tree by number, from one to another.</summary>
    Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to);

    /// <summary>Shows the events of a tree by number, without what is stored beside them; only some are in memory at once.</summary>
    /// <param name="root">The tree's root.</param>
    /// <param name="from">The number of the first event.</param>
    /// <param name="to">That of the last one.</param>
    /// <param name="visit">Is shown one after the other; what it throws ends the reading.</param>
    Task VisitAsync(RunId root, long from, long to, Action<JournalEvent> visit);

    /// <summary>Where roots have started or ended behind an offset.</summary>
    Task<IReadOnlyList<RootMark>> RootsSinceAsync(long offset);
}

/// <summary>An event of the journal and its number.</summary>
internal readonly record struct JournalEvent(long Sequence, JournalBatch Batch);

/// <summary>A place among all events where a root has started or ended.</summary>
internal readonly record struct RootMark(long Offset, RunId Root);
