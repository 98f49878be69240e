using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Reads events of the journal.</summary>
internal interface IJournalEvents
{
    /// <summary>The events of a tree by number, from one to another.</summary>
    Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to);

    /// <summary>The roots that have started or ended behind an offset, and the offset behind them.</summary>
    Task<(IReadOnlyList<RunId> Roots, long Offset)> RootsSinceAsync(long offset);
}

/// <summary>An event of the journal and its number.</summary>
internal readonly record struct JournalEvent(long Sequence, JournalBatch Batch);
