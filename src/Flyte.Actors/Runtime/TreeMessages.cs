using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>From a run to its tree: an attempt at one of its items is over, and so is what its body called.</summary>
/// <param name="RunId">The run of the item.</param>
/// <param name="Index">The item.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="WillRunAgain">Whether a further attempt will look for what was recorded below the item.</param>
internal sealed record AttemptEnded(RunId RunId, int Index, int Attempt, bool WillRunAgain) : IRunMessage;

/// <summary>From the tree to a run: stop, wait for the bodies that run, and say what was recorded.</summary>
internal sealed record CloseRun(RunId RunId) : IRunMessage;

/// <summary>From a run to its tree, as its last message: what it and those before it have recorded.</summary>
internal sealed record RunClosed(RunId RunId, Recall Recall) : IRunMessage;

/// <summary>From a root run to the region: it has started or ended.</summary>
internal sealed record RunChanged(RunId RunId, RunInfo Info) : IRunMessage;

/// <summary>From a tree to the region: one of its runs failed in the runtime's own code, and the tree ends with it.</summary>
internal sealed record RunCrashed(RunId RunId, string Reason) : IRunMessage;
