using System.Collections.Concurrent;

namespace Flyte.Actors.Tasks;

/// <summary>The tasks of a runtime by their full names.</summary>
internal sealed class TaskRegistry
{
    private readonly ConcurrentDictionary<string, TaskDefinition> tasks = new(StringComparer.Ordinal);
    private readonly bool isOpen;

    private TaskRegistry(bool isOpen) => this.isOpen = isOpen;

    /// <summary>The registry of the runtime that stands in where there is none: it runs whatever task it is handed.</summary>
    internal static TaskRegistry Open() => new(isOpen: true);

    /// <exception cref="ArgumentException">Two environments have a task of one name.</exception>
    internal static TaskRegistry Of(IEnumerable<TaskEnvironment> environments)
    {
        var registry = new TaskRegistry(isOpen: false);
        foreach (var task in environments.Distinct().SelectMany(environment => environment.Tasks))
        {
            if (!registry.tasks.TryAdd(task.Name, task))
            {
                throw new ArgumentException($"Two environments have a task '{task.Name}': rename one of the environments.", nameof(environments));
            }
        }

        return registry;
    }

    internal IReadOnlyDictionary<string, TaskDefinition> Tasks => tasks;

    internal bool Knows(string name) => isOpen || tasks.ContainsKey(name);

    /// <exception cref="UnknownTaskException">The task is not registered.</exception>
    internal void Demand(TaskDefinition task)
    {
        if (!isOpen && task is not FarTask && (!tasks.TryGetValue(task.Name, out var known) || known != task))
        {
            throw Unknown(task.Name);
        }
    }

    /// <summary>The task of a name, or what is known of it elsewhere.</summary>
    /// <exception cref="UnknownTaskException">No task of that name is registered, nor known elsewhere.</exception>
    internal TaskDefinition Find(string name, Func<string, FarTask?> elsewhere) =>
        tasks.TryGetValue(name, out var task) ? task : elsewhere(name) ?? throw Unknown(name);

    private UnknownTaskException Unknown(string name) => new(
        $"The task '{name}' is not registered with this runtime: give its environment to the runtime. It has {(tasks.IsEmpty ? "no tasks" : string.Join(", ", tasks.Keys.Order(StringComparer.Ordinal)))}.");
}
