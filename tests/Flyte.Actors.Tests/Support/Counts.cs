using System.Collections.Concurrent;

namespace Flyte.Actors.Tests.Support;

/// <summary>How often something happened, for each of many things.</summary>
internal sealed class Counts
{
    private readonly ConcurrentDictionary<int, int> counts = new();

    internal int this[int key] => counts.GetValueOrDefault(key);

    internal int Total => counts.Values.Sum();

    internal int Add(int key) => counts.AddOrUpdate(key, 1, (_, count) => count + 1);

    /// <summary>The things that happened more or less often than once.</summary>
    internal IEnumerable<string> NotOnce(int first, int count) =>
        Enumerable.Range(first, count).Where(key => this[key] != 1).Select(key => $"{key}: {this[key]} times");
}
