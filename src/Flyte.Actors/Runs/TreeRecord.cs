namespace Flyte.Actors.Runs;

/// <summary>
/// What is recorded of a tree of runs. Of each run there is a state for every execution of its caller; what is below an item that
/// has ended is let go, for nobody will ask for it again.
/// </summary>
/// <param name="root">The root's id.</param>
/// <param name="keepsAll">Whether nothing is let go, since another run asks for it.</param>
/// <param name="holdsResults">Whether results are held in memory for a while, or only where the journal has them.</param>
/// <param name="listsBelow">Whether anybody may ask for items of runs below the root.</param>
internal sealed class TreeRecord(RunId root, bool keepsAll = false, bool holdsResults = true, bool listsBelow = false)
{
    private readonly Dictionary<RunId, List<RunState>> runs = [];
    private readonly Dictionary<RunId, List<RunId>> children = [];

    internal RunId Id => root;

    /// <summary>The runs of which something is recorded and not let go, in no order.</summary>
    internal IEnumerable<RunId> Runs => runs.Keys;

    /// <summary>The root's state; null when nothing is recorded.</summary>
    internal RunState? Root => runs.GetValueOrDefault(root)?[^1];

    /// <summary>The executions of a run, the latest last; none when it has not been started.</summary>
    internal IReadOnlyList<RunState> Executions(RunId run) => runs.GetValueOrDefault(run) ?? [];

    internal void Apply(RunId run, RunEvent e, long sequence)
    {
        if (e is RunStarted started)
        {
            Add(run, new RunState(started.Spec, started.At, holdsResults, listsItems: listsBelow || run.IsRoot));
            if (run.Parent is { } parent && !run.IsTraces && runs.TryGetValue(parent, out var above))
            {
                above[^1].HasCalled = true;
            }
        }
        else if (runs.TryGetValue(run, out var executions))
        {
            executions[^1].Apply(e is ItemsRecalled recalled ? Resolve(recalled, executions) : e, sequence);
            if (!keepsAll && e is ItemsFinished finished && children.ContainsKey(run))
            {
                ForgetBelow(run, finished.Results.First, finished.Results.End);
            }
        }
    }

    /// <summary>Lets go what is recorded below items that have ended.</summary>
    internal void ForgetBelow(RunId run, int first, int end)
    {
        foreach (var child in children.GetValueOrDefault(run)?.Where(c => Item(c) >= first && Item(c) < end).ToArray() ?? [])
        {
            ForgetBelow(child, 0, int.MaxValue);
            children[run].Remove(child);
            runs.Remove(child);
        }
    }

    /// <summary>Lets go what is recorded of a run.</summary>
    internal void Remove(RunId run)
    {
        runs.Remove(run);
        if (run.Parent is { } parent && children.TryGetValue(parent, out var ofParent))
        {
            ofParent.Remove(run);
        }
    }

    /// <summary>Whether an item has called others.</summary>
    internal bool HasBelow(RunId run, int item) => children.TryGetValue(run, out var called) && called.Exists(child => Item(child) == item);

    /// <summary>Adds an execution of a run, the latest until now.</summary>
    internal void Add(RunId run, RunState state)
    {
        if (runs.TryGetValue(run, out var executions))
        {
            executions.Add(state);
            return;
        }

        runs.Add(run, [state]);
        if (run.Parent is { } parent)
        {
            if (!children.TryGetValue(parent, out var ofParent))
            {
                children.Add(parent, ofParent = []);
            }

            ofParent.Add(run);
        }
    }

    private int Item(RunId run) => runs[run][0].Spec.ParentItem;

    // The results stand in the record of an earlier execution: found there, under other indices.
    private static ItemsRecalled Resolve(ItemsRecalled recalled, List<RunState> executions) => recalled with
    {
        Results = executions[recalled.Generation].Results.Find(recalled.OldFirst)?.Slice(recalled.OldFirst, recalled.Count).MoveTo(recalled.First),
    };
}
