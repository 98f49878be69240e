using System.Collections.Concurrent;

namespace Flyte.Actors.Tests.Support;

/// <summary>What happened, in order, from any thread.</summary>
internal sealed class Logbook
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Tally written = new();

    internal string[] Lines => [.. lines];

    internal string[] Sorted => [.. lines.Order(StringComparer.Ordinal)];

    internal void Write(string line)
    {
        lines.Enqueue(line);
        written.Add();
    }

    /// <summary>Ends when so many lines have been written.</summary>
    internal Task HasLines(int count) => written.Reaches(count);
}
