namespace Flyte.Actors.Placement;

/// <summary>
/// Which nodes a run looks at, so that many runs on many nodes do not all talk to each other: the first ones of an order of its
/// own. Every run has another order, in which large nodes come earlier; a node that joins or leaves changes nothing in the order
/// of the others, and is at once among the first ones of its share of the runs.
/// </summary>
internal static class Candidates
{
    /// <summary>Nodes that a run uses beyond those whose slots it could fill: up to so many nodes, all are used.</summary>
    internal const int Spare = 8;

    private const int Sight = 4;

    /// <summary>How many nodes a run spreads over that could use so many slots.</summary>
    internal static int Spread(int slots, double meanCapacity) => Spare + (int)Math.Ceiling(slots / Math.Max(1, meanCapacity));

    /// <summary>The nodes that a run looks at, in its order; what it cannot get from the first ones it looks for at the others.</summary>
    /// <param name="runKey">The run.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="concurrency">The most items that the run executes at a time.</param>
    /// <param name="home">The node of the run itself, which is always among them.</param>
    internal static IReadOnlyList<string> Of(
        string runKey, IReadOnlyCollection<(string Address, int Capacity)> nodes, int concurrency, string? home)
    {
        if (nodes.Count == 0)
        {
            return [];
        }

        var seen = (long)Sight * Spread(concurrency, nodes.Average(node => node.Capacity));
        var seed = Hash(Basis, runKey);
        double[] ranks = [.. nodes.Select(node => Rank(seed, node.Address, node.Capacity))];
        string[] ranked = [.. nodes.Select(node => node.Address)];
        Array.Sort(ranks, ranked);
        return [.. ranked.Where((node, i) => i < seen || string.Equals(node, home, StringComparison.Ordinal))];
    }

    private const ulong Basis = 14695981039346656037;

    // Rendezvous hashing: of two nodes, the one with twice the capacity comes first twice as often.
    private static double Rank(ulong seed, string address, int capacity)
    {
        var hash = Mix(Hash(seed, address));
        var unit = ((hash >> 11) + 0.5) / (1UL << 53);
        return -Math.Log(unit) / Math.Max(1, capacity);
    }

    private static ulong Hash(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
