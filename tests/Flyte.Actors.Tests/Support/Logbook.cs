using System.Collections.Concurrent;

namespace Flyte.Actors.Tests.Support;

/// <summary>What happened, in order, from any thread.</summary>
internal sealed class Logbook
{
    private readonly ConcurrentQueue<string> lines = new();

    internal string[] Lines => [.. lines];

    internal string[] Sorted => [.. lines.Order(StringComparer.Ordinal)];

    internal void Write(string line) => lines.Enqueue(line);
}
