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
/// <param name="Generation">Which execution's run, from 0.</param>
/// <param name="OldFirst">The first item there.</param>
/// <param name="Results">The results; null in an event that was read from the journal.</param>
internal sealed record ItemsRecalled(int First, int Count, int Generation, int OldFirst, ResultSegment? Results) : RunEvent;

/// <summary>A failed attempt that is made again at <paramref name="Due"/>.</summary>
internal sealed record ItemRetried(int Index, AttemptCount Attempts, ItemError? Error, DateTimeOffset Due) : RunEvent;

/// <summary>
/// The run goes on in another process, which did not end well. What was received below <paramref name="CarefulEnd"/> may have
/// been the cause.
/// </summary>
internal sealed record RunResumed(int CarefulEnd) : RunEvent;

/// <summary>Items that may have been the cause are about to be handed out again.</summary>
internal sealed record ItemsStarted(int First, int Count) : RunEvent;

internal sealed record RunResized(int Concurrency) : RunEvent;

/// <summary>The run takes no more inputs and starts no more items; <paramref name="Error"/> says why.</summary>
internal sealed record RunStopped(ItemError Error, bool IsAborted) : RunEvent;

internal sealed record RunEnded(RunPhase Phase, ItemError? Error, DateTimeOffset At) : RunEvent;

/// <summary>Attempts that were made at an item and failed, by whose fault.</summary>
internal readonly record struct AttemptCount(int User, int System)
{
    internal int Total => User + System;
}
