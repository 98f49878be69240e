namespace Flyte.Actors.Runs;

/// <summary>
/// What is recorded of a tree of runs. Of each run there is a state for every execution of its caller; what is below an item that
/// has ended is let go, for nobody will ask for it again.
/// </summary>
/// <param name="root">The root's id.</param>
/// <param name="keepsAll">Whether nothing is let go, since another run asks for it.</param>
internal sealed class TreeRecord(RunId root, bool keepsAll = false)
{
    private readonly Dictionary<RunId, List<RunState>> runs = [];
    private readonly Dictionary<RunId, List<RunId>> children = [];

    internal RunId Id => root;

    /// <summary>The root's state; null when nothing is recorded.</summary>
    internal RunState? Root => runs.GetValueOrDefault(root)?[^1];

    /// <summary>The executions of a run, the latest last; none when it has not been started.</summary>
    internal IReadOnlyList<RunState> Executions(RunId run) => runs.GetValueOrDefault(run) ?? [];

    internal void Apply(RunId run, RunEvent e, long sequence)
    {
        if (e is RunStarted started)
        {
            Start(run, started);
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

    /// <summary>Whether an item has called others.</summary>
    internal bool HasBelow(RunId run, int item) => children.TryGetValue(run, out var called) && called.Exists(child => Item(child) == item);

    private void Start(RunId run, RunStarted started)
    {
        if (runs.TryGetValue(run, out var executions))
        {
            executions.Add(new RunState(started.Spec, started.At));
            return;
        }

        runs.Add(run, [new RunState(started.Spec, started.At)]);
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
