using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What is recorded of a run. Nothing is recorded when an item starts: without a result it is run again.</summary>
internal abstract record RunEvent;

internal sealed record RunStarted(RunSpec Spec, DateTimeOffset At) : RunEvent;

/// <summary>Inputs received; <paramref name="First"/> is the index of the first one.</summary>
internal sealed record ItemsAdded(int First, InputPage Page, DateTimeOffset At) : RunEvent;

/// <summary>No more inputs come; with an error when their stream failed.</summary>
internal sealed record InputsClosed(ItemError? Fault) : RunEvent;

/// <summary>Items that ended, in the order in which they did.</summary>
/// <param name="Results">What they came to.</param>
/// <param name="IsRecovered">Whether they did so in an earlier run, whose results were taken over.</param>
internal sealed record ItemsFinished(ResultSegment Results, bool IsRecovered = false) : RunEvent;

/// <summary>Items that have their results from an earlier execution of their caller; the record of those is not made twice.</summary>
/// <param name="First">The first item.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Generation">Which execution had them last, from 0.</param>
/// <param name="OldFirst">The first item's index in its run.</param>
/// <param name="Results">The results; null in an event that was read from the journal.</param>
internal sealed record ItemsRecalled(int First, int Count, int Generation, int OldFirst, ResultSegment? Results) : RunEvent;

/// <summary>A failed attempt that is made again at <paramref name="Due"/>.</summary>
/// <param name="Index">The item.</param>
/// <param name="Attempts">The attempts made.</param>
/// <param name="Error">What the last one failed with; null when it was made by an earlier execution of the caller.</param>
/// <param name="Due">When the next one is made.</param>
/// <param name="Origin">The item of that execution which this one takes the place of.</param>
/// <param name="Deaths">The processes whose deaths were attempts, where they were reported by their successors and are not known yet.</param>
internal sealed record ItemRetried(
    int Index, AttemptCount Attempts, ItemError? Error, DateTimeOffset Due, Origin? Origin = null, CountedDeaths Deaths = default) : RunEvent;

/// <summary>An item of the run that an earlier execution of the caller made.</summary>
internal readonly record struct Origin(int Generation, int Index);

internal sealed record RunResized(int Concurrency) : RunEvent;

/// <summary>The run takes no more inputs and starts no more items; <paramref name="Error"/> says why.</summary>
internal sealed record RunStopped(ItemError Error, bool IsAborted) : RunEvent;

internal sealed record RunEnded(RunPhase Phase, ItemError? Error, DateTimeOffset At) : RunEvent;

/// <summary>Attempts that were made at an item and failed, by whose fault.</summary>
internal readonly record struct AttemptCount(int User, int System)
{
    internal int Total => User + System;
}
