using System.Collections.Concurrent;

namespace Flyte.Actors.Runtime;

/// <summary>How long the items of each task took last, so that a small run of cheap items is handed out at once.</summary>
internal sealed class Paces
{
    private readonly ConcurrentDictionary<string, TimeSpan> byTask = new(StringComparer.Ordinal);

    internal TimeSpan? Of(string task) => byTask.TryGetValue(task, out var pace) ? pace : null;

    internal void Note(string task, TimeSpan? pace)
    {
        if (pace is { } known)
        {
            byTask[task] = known;
        }
    }
}
