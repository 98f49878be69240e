using Akka.Actor;
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
internal sealed record RunClosed(RunId RunId, Recall Recall, RunState State) : IRunMessage;

/// <summary>From a root run to the region: it has started or ended.</summary>
internal sealed record RunChanged(RunId RunId, RunInfo Info) : IRunMessage;

/// <summary>From a tree to the region: it has nothing to do, and could be closed until somebody asks for its run.</summary>
internal sealed record TreeIdle(RunId RunId) : IRunMessage;

/// <summary>From the region to an idle tree: end, or answer with <see cref="TreeBusy"/> if something has come meanwhile.</summary>
internal sealed record CloseTree(RunId RunId) : IRunMessage;

/// <summary>From a tree to the region: it does not end.</summary>
internal sealed record TreeBusy(RunId RunId) : IRunMessage;

/// <summary>To the region: recorded runs that have to go on.</summary>
internal sealed record OpenTrees(IReadOnlyList<RunId> Roots) : IFlyteMessage;

/// <summary>To the list of runs: it is in memory no more.</summary>
internal sealed record TreeClosed(RunId RunId) : IRunMessage;

/// <summary>To the list of runs: it is no more.</summary>
internal sealed record RunRemoved(RunId RunId) : IRunMessage;

/// <summary>From a tree to the region: one of its runs failed in the runtime's own code, and the tree ends with it.</summary>
internal sealed record RunCrashed(RunId RunId, string Reason) : IRunMessage;

/// <summary>
/// From a tree to the region, and on to the list of runs: another process goes on with it, and it ends here. Whoever asks for its runs
/// opens it again, if it still belongs here.
/// </summary>
internal sealed record TreeSuperseded(RunId RunId, string Reason) : IRunMessage;

/// <summary>To the tree, from the journal: what earlier executions of a run's caller have recorded.</summary>
internal sealed record RecallLoaded(RunId RunId, int Attempt, Recall? Recall, Exception? Failure) : IRunMessage;

/// <summary>To the tree, from the journal: the run that it runs again.</summary>
internal sealed record SourceLoaded(RunId RunId, RerunSource Source, TreeRecord? Record, Exception? Failure) : IRunMessage;

/// <summary>To the tree, from the journal: its root, to go on with.</summary>
internal sealed record RootLoaded(RunId RunId, RecordedRun? Run, Exception? Failure) : IRunMessage;

/// <summary>From its shard to a tree, which is to go on on another node: record what is decided, and end.</summary>
internal sealed record HandOffTree : IFlyteMessage
{
    internal static readonly HandOffTree Instance = new();
}

/// <summary>From a tree to its runs: the same. Bodies that run here finish within a grace; what is not started is left.</summary>
/// <param name="Callers">Items whose bodies have called others, which go on elsewhere too: they are not waited for.</param>
internal sealed record LeaveRun(IReadOnlyCollection<int> Callers) : IFlyteMessage;

/// <summary>From the tree to a run: a process died in the middle of these items. Answered by <see cref="DeathsCounted"/> when that is recorded.</summary>
internal sealed record CountDeaths(RunId RunId, Guid Death, IReadOnlyList<int> Items) : IRunMessage;

/// <summary>From a run to its tree.</summary>
internal sealed record DeathsCounted(RunId RunId, Guid Death) : IRunMessage;

/// <summary>From the tree to a run: somebody calls others for one of its items; is it executed there? Answered by <see cref="CallerChecked"/>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Start">The run below the item.</param>
/// <param name="Caller">Who calls.</param>
internal sealed record CheckCaller(RunId RunId, StartRun Start, IActorRef Caller) : IRunMessage;

/// <summary>From a run to its tree.</summary>
internal sealed record CallerChecked(RunId RunId, StartRun Start, IActorRef Caller, bool IsExecutedThere) : IRunMessage;

/// <summary>To the tree: tell a run, behind what the tree was told before.</summary>
internal sealed record PassedOn(RunId RunId, IPlaceMessage Message) : IRunMessage;
