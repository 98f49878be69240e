using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A set of tasks under one name, with the options that they share. Give it to a runtime to have its tasks run.</summary>
public sealed partial class TaskEnvironment
{
    private readonly Dictionary<string, TaskDefinition> tasks = new(StringComparer.Ordinal);

    /// <summary>Names an environment.</summary>
    /// <param name="name">Lower-case letters and digits, in parts joined by single '_' or '-'.</param>
    /// <param name="options">The options of its tasks; <see cref="TaskOptions.Default"/> if none are given.</param>
    /// <exception cref="ArgumentException">The name is no environment name.</exception>
    public TaskEnvironment(string name, TaskOptions? options = null)
    {
        Name = TaskName.Environment(name);
        Options = options ?? TaskOptions.Default;
    }

    /// <summary>The environment's name.</summary>
    public string Name { get; }

    /// <summary>The options of the tasks that set none of their own.</summary>
    public TaskOptions Options { get; }

    internal IReadOnlyCollection<TaskDefinition> Tasks
    {
        get
        {
            lock (tasks)
            {
                return [.. tasks.Values];
            }
        }
    }

    private DirectTarget<TIn, TOut> Add<TIn, TOut>(string name, Func<TaskOptions, TaskOptions>? configure, TaskBody<TIn, TOut> body)
    {
        var options = configure is null
            ? Options
            : configure(Options) ?? throw new ArgumentException("The function returned no options.", nameof(configure));
        var task = new TaskDefinition<TIn, TOut>(TaskName.Function(Name, name), body, options);
        var target = new DirectTarget<TIn, TOut>(task, options);
        lock (tasks)
        {
            if (!tasks.TryAdd(task.Name, task))
            {
                throw new ArgumentException($"The environment '{Name}' has a task '{name}' already: give this one another name.", nameof(name));
            }
        }

        return target;
    }
}
