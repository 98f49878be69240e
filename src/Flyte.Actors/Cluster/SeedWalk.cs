namespace Flyte.Actors.Cluster;

/// <summary>The way of a node from its seed nodes into the cluster: whom it asks, and when it founds a cluster itself.</summary>
internal sealed class SeedWalk
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    // A node that comes back to its address is turned away once, until the one that was there before is removed.
    private static readonly TimeSpan Rejoin = TimeSpan.FromSeconds(2);

    private readonly bool isFirst;
    private readonly HashSet<NodeAddress> answered = [];
    private readonly HashSet<NodeAddress> outside = [];
    private readonly Dictionary<NodeAddress, Exception> errors = [];
    private TimeSpan? begun;
    private TimeSpan? joined;

    /// <param name="seeds">All seed nodes, in the order that all nodes have.</param>
    /// <param name="self">This node.</param>
    internal SeedWalk(IReadOnlyList<string> seeds, NodeAddress self)
    {
        var all = seeds.Select(seed => NodeAddress.TryParse(seed)!).ToArray();
        isFirst = all.Length == 0 || all[0] == self;
        Others = [.. all.Where(seed => seed != self)];
    }

    /// <summary>Whom to ask, again and again.</summary>
    internal IReadOnlyList<NodeAddress> Others { get; }

    /// <summary>Somebody has answered.</summary>
    internal void OnAnswer(NodeAddress seed, bool isMember)
    {
        answered.Add(seed);
        errors.Remove(seed);
        if (isMember)
        {
            outside.Remove(seed);
        }
        else
        {
            outside.Add(seed);
        }
    }

    /// <summary>Somebody could not be reached.</summary>
    internal void OnError(NodeAddress seed, Exception cause) => errors[seed] = Innermost(cause);

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    /// <summary>Whether this node would found the cluster now: it is the first, and the others are in none or do not answer.</summary>
    /// <param name="now">The time, from any beginning.</param>
    internal bool WouldFound(TimeSpan now)
    {
        begun ??= now;
        return isFirst && joined is null && (outside.Count == Others.Count || now - begun >= Wait);
    }

    /// <summary>Whether it joins one who has answered: once, and again when that has led to nothing for long.</summary>
    /// <param name="now">The time, from any beginning.</param>
    internal bool Joins(TimeSpan now)
    {
        if (joined is { } last && now - last < Rejoin)
        {
            return false;
        }

        joined = now;
        return true;
    }

    /// <summary>Who has not answered since the last report, who has and is in no cluster, and what remoting said of each.</summary>
    internal (IReadOnlyList<NodeAddress> Silent, IReadOnlyList<NodeAddress> Outside, IReadOnlyDictionary<NodeAddress, Exception> Errors) TakeReport()
    {
        var report = (Others.Where(seed => !answered.Contains(seed)).ToArray(), outside.ToArray(), new Dictionary<NodeAddress, Exception>(errors));
        answered.Clear();
        outside.Clear();
        return report;
    }
}
