using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>The tasks of a runtime, by the names that a person types.</summary>
internal sealed class TaskCatalog(IReadOnlyDictionary<string, TaskShape> tasks)
{
    /// <summary>All tasks by their full names, in order.</summary>
    internal IEnumerable<TaskShape> All => tasks.Values.OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>The task of a full name, or of a function name that only one environment has.</summary>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    internal TaskShape Find(string name)
    {
        if (tasks.TryGetValue(name, out var task))
        {
            return task;
        }

        var matches = All.Where(t => string.Equals(Function(t.Name), name, StringComparison.Ordinal)).ToArray();
        return matches switch
        {
            [var only] => only,
            [] => throw Unknown(name),
            _ => throw new UsageException(
                $"'{name}' is the name of {matches.Length} tasks.",
                $"Use the full name: {string.Join(", ", matches.Select(t => t.Name))}."),
        };
    }

    private UsageException Unknown(string name)
    {
        var candidates = name.Contains('.', StringComparison.Ordinal) ? tasks.Keys : tasks.Keys.Concat(tasks.Keys.Select(Function));
        var nearest = NearestName.Find(name, candidates);
        var all = $"The tasks are: {string.Join(", ", All.Select(t => t.Name))}.";
        return new UsageException($"There is no task '{name}'.", nearest is null ? all : $"Did you mean '{nearest}'? {all}");
    }

    private static string Function(string fullName) => fullName[(fullName.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
