namespace Flyte.Actors.Tests.Chaos.Faults;

/// <summary>What the next process of each node is told beside its arguments.</summary>
internal sealed class Circumstances(IReadOnlyList<IReadOnlyList<string>> always)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, IReadOnlyList<string>> now = [];

    internal void Set(int node, IReadOnlyList<string> settings)
    {
        lock (gate)
        {
            now[node] = settings;
        }
    }

    /// <summary>The beginning of its command.</summary>
    internal IReadOnlyList<string> Of(int node)
    {
        lock (gate)
        {
            return ["env", .. always[node], .. now.GetValueOrDefault(node, [])];
        }
    }
}
