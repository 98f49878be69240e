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
internal sealed record ItemsFinished(ResultSegment Results) : RunEvent;

/// <summary>A failed attempt that is made again at <paramref name="Due"/>.</summary>
internal sealed record ItemRetried(int Index, AttemptCount Attempts, ItemError Error, DateTimeOffset Due) : RunEvent;

internal sealed record RunResized(int Concurrency) : RunEvent;

/// <summary>The run takes no more inputs and starts no more items; <paramref name="Error"/> says why.</summary>
internal sealed record RunStopped(ItemError Error) : RunEvent;

internal sealed record RunEnded(RunPhase Phase, ItemError? Error, DateTimeOffset At) : RunEvent;

/// <summary>Attempts that were made at an item and failed, by whose fault.</summary>
internal readonly record struct AttemptCount(int User, int System)
{
    internal int Total => User + System;
}
