namespace Flyte.Actors.Runs;

/// <summary>The runs that can be listed, newest first; of those that have ended, so many as are kept.</summary>
internal sealed class RunCatalog(int finishedKept)
{
    private readonly Dictionary<string, LinkedListNode<RunInfo>> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<RunInfo> newestFirst = [];
    private readonly LinkedList<string> finished = [];

    /// <summary>Notes how a run looks now; returns the runs that are to be forgotten for it.</summary>
    internal List<string> Put(RunInfo run)
    {
        if (byId.TryGetValue(run.Id, out var known))
        {
            known.Value = run;
        }
        else
        {
            byId.Add(run.Id, newestFirst.AddFirst(run));
        }

        var forgotten = new List<string>();
        if (run.EndedAt is not null)
        {
            finished.AddLast(run.Id);
        }

        for (; finished.Count > finishedKept; finished.RemoveFirst())
        {
            forgotten.Add(finished.First!.Value);
        }

        return forgotten;
    }

    internal void Remove(string id)
    {
        if (byId.Remove(id, out var node))
        {
            newestFirst.Remove(node);
            finished.Remove(id);
        }
    }

    internal List<RunInfo> Find(RunQuery query) => [.. After(query.After).Where(query.Matches).Take(query.Limit)];

    private IEnumerable<RunInfo> After(string? id)
    {
        for (var node = id is null ? newestFirst.First : byId.GetValueOrDefault(id)?.Next; node is not null; node = node.Next)
        {
            yield return node.Value;
        }
    }
}
