using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>One event of the journal: what runs of one tree had to record at the same time.</summary>
/// <param name="Root">The root of the tree.</param>
/// <param name="Records">What is recorded, in order.</param>
internal sealed record JournalBatch(RunId Root, IReadOnlyList<JournalRecord> Records)
{
    /// <summary>The tag of events in which a root starts or ends.</summary>
    internal const string Tag = "flyte-run";

    /// <summary>Which incarnation of the tree has written it; null where a version did that did not say so.</summary>
    internal Guid? Writer { get; init; }

    internal bool IsTagged => Records.Any(r => r.Run == Root && r.Event is RunStarted or RunEnded);

    /// <summary>The persistence id of a tree.</summary>
    internal static string PersistenceId(RunId root) => $"flyte-{root.Root}";

    /// <summary>The root that a persistence id is of.</summary>
    internal static RunId RootOf(string persistenceId) => new(persistenceId["flyte-".Length..]);
}

/// <summary>An event of one run.</summary>
internal readonly record struct JournalRecord(RunId Run, RunEvent Event);
