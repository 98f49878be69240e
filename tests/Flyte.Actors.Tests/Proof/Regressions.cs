namespace Flyte.Actors.Tests.Proof;

/// <summary>Programs that have found a fault, as small as they could be cut.</summary>
internal static class Regressions
{
    internal static IReadOnlyList<(string Name, string Program)> All { get; } =
    [
        ("an item is aborted while it runs, and the process dies before its end is recorded", "2 0 2 0 0 0 -1 0 0 | b s | Start Add:0:2 AbortItem:0 Crash:0"),
        ("the same, while the journal does not answer", "2 0 2 0 0 0 -1 0 0 | s s | Start Add:0:2 Fault:2:4 AbortItem:0 Crash:0"),
        ("the process dies with an item in hand whose input is not recorded, and that has no retry left for it", "2 0 0 0 0 0 -1 0 0 | s | Start Fault:2:4 Add:0:1 Crash:0"),
        ("a run is removed, and that takes the journal longer than an ended run stays in memory", "2 0 2 0 0 0 -1 0 0 | s | Start Fault:3:4"),
    ];
}
