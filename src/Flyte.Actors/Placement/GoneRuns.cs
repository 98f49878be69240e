namespace Flyte.Actors.Placement;

/// <summary>The last wishes of runs that are gone from a gate, so that an earlier one that comes late does not bring them back.</summary>
internal sealed class GoneRuns
{
    private const int Most = 4096;

    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    internal void Add(string key, long version)
    {
        if (versions.TryAdd(key, version))
        {
            order.Enqueue(key);
        }

        versions[key] = Math.Max(version, versions[key]);
        if (order.Count > Most)
        {
            versions.Remove(order.Dequeue());
        }
    }

    internal long VersionOf(string key) => versions.GetValueOrDefault(key, long.MinValue);
}
