using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>What is recorded of a tree of runs in its events up to one of them.</summary>
/// <param name="Record">What they come to.</param>
/// <param name="Last">The number of the last one; 0 when there is none.</param>
/// <param name="LastEvent">What that one is recognised by, so that another history of a run of that id is not taken for this one.</param>
internal sealed record Snapshot(TreeRecord Record, long Last, ReadOnlyMemory<byte> LastEvent)
{
    /// <summary>Before the first event.</summary>
    internal static Snapshot Empty(RunId root, bool holdsResults) => new(new TreeRecord(root, holdsResults: holdsResults), 0, default);
}
