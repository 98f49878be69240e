using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>A tree's side of its journal: what was recorded before, and what is being read of it.</summary>
internal sealed class TreeJournal(RunId root, LedgerRules rules, Recording recording, IActorRef keeper, IActorRef tree)
{
    private readonly Dictionary<RunId, List<RunState>> closed = [];
    private readonly Dictionary<RunId, IReadOnlyList<int>> told = [];

    /// <summary>What other processes had in hand of the tree when they died.</summary>
    internal TreeDeaths Deaths { get; } = new();

    internal ICommitter Committer { get; } = new JournalCommitter(keeper);

    internal IActorRef Keeper => keeper;

    internal IJournalEvents Events => recording.Events;

    /// <summary>What was recorded when the tree began in this process; null until it is known.</summary>
    internal TreeRecord? Record
    {
        get;
        set
        {
            field = value;
            WasThere |= value?.Root is not null;
        }
    }

    /// <summary>Whether the tree was somewhere before, in this process or in another one.</summary>
    internal bool WasThere { get; private set; }

    /// <summary>Whether bodies may still run that another process has handed out.</summary>
    internal bool WasElsewhere => WasThere && recording.IsShared;

    /// <summary>What is recorded of the run that this one runs again with its successes; null when there is none.</summary>
    internal TreeRecord? Source { get; set; }

    /// <summary>Notes what a run recorded that has been closed for a later attempt at its caller.</summary>
    internal void OnClosed(RunState state)
    {
        if (!closed.TryGetValue(state.Spec.Id, out var states))
        {
            closed.Add(state.Spec.Id, states = []);
        }

        states.Add(state);
    }

    /// <summary>Whether an earlier execution of its caller has recorded something of a run.</summary>
    internal bool Knows(RunId run) => closed.ContainsKey(run) || Record!.Executions(run).Count > 0 || InHand(run).Count > 0 || Elsewhere(run).Count > 0;

    /// <summary>Whether items of a run may have called others before the tree began in this process.</summary>
    internal bool MayHaveCalled(RunId run) => Record!.Executions(run).Any(state => state.HasCalled != false);

    /// <summary>Reads that, and tells it by a <see cref="RecallLoaded"/>.</summary>
    internal void Load(RunSpec spec)
    {
        RunState[] executions = [.. Record!.Executions(spec.Id), .. closed.GetValueOrDefault(spec.Id) ?? []];
        var inHand = InHand(spec.Id);
        Deaths.OnTaken(spec.Id);
        var loader = new RecallLoader(executions, Elsewhere(spec.Id), spec.ParentFailures, inHand, rules, recording);
        _ = Task.Run(loader.LoadAsync).PipeTo(
            tree,
            success: recall => new RecallLoaded(spec.Id, spec.ParentAttempt, recall, Failure: null),
            failure: e => new RecallLoaded(spec.Id, spec.ParentAttempt, Recall: null, e));
    }

    /// <summary>Reads what it takes to go on with the root, and tells it by a <see cref="RootLoaded"/>.</summary>
    internal void LoadRoot()
    {
        var inHand = recording.IsShared ? [] : InHand(root).Select(held => held.Index).ToArray();
        _ = Task.Run(() => RecordedRun.OpenAsync(Record!.Root!, inHand, recording)).PipeTo(
            tree,
            success: run => new RootLoaded(root, run, Failure: null),
            failure: e => new RootLoaded(root, Run: null, e));
    }

    /// <summary>Reads the run that this one runs again, and tells it by a <see cref="SourceLoaded"/>.</summary>
    internal void LoadSource(RerunSource source) => _ =
        Task.Run(() => RerunRecord.ReadAsync(source.Of, recording.Events)).PipeTo(
            tree,
            success: record => new SourceLoaded(root, source, record, Failure: null),
            failure: e => new SourceLoaded(root, source, Record: null, e));

    // Of a run that has been in this process, what was in hand in the one before is recorded. An item that has called others has
    // mostly been waiting for them, and is not blamed.
    private IReadOnlyList<(int Index, Guid? Death)> InHand(RunId run)
    {
        if (closed.ContainsKey(run))
        {
            return [];
        }

        if (recording.IsShared)
        {
            return [.. Deaths.Of(run).Where(held => !Record!.HasBelow(run, held.Index)).Select(held => (held.Index, (Guid?)held.Death))];
        }

        if (recording.BlackBox.InHandAtDeath(run) is { Count: > 0 } news)
        {
            told[run] = news;
        }

        return [.. told.GetValueOrDefault(run, []).Where(item => !Record!.HasBelow(run, item)).Select(item => (item, (Guid?)null))];
    }

    // The items of the root itself get their results with their inputs.
    private IReadOnlyList<RunState> Elsewhere(RunId run) => run.IsRoot ? [] : Source?.Executions(Source.Id.Below(run.Path)) ?? [];

    /// <summary>Lets go what is recorded below an item that has ended.</summary>
    internal void ForgetBelow(RunId run, int item)
    {
        Record?.ForgetBelow(run, item, item + 1);
        foreach (var below in closed.Keys.Where(id => id.Value.StartsWith($"{run.Value}/{item}/", StringComparison.Ordinal)).ToArray())
        {
            closed.Remove(below);
        }
    }
}
