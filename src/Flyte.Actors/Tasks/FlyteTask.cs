using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>
/// A task of an environment. Inside a run each call and each item of a map is a recorded, retried, cancellable action;
/// outside, a call is the plain function, for unit tests.
/// </summary>
public abstract class FlyteTask
{
    private protected FlyteTask()
    {
    }

    /// <summary>The full name, <c>environment.function</c>.</summary>
    public string Name => Definition.Name;

    /// <summary>The options in force for calls of this task.</summary>
    public abstract TaskOptions Options { get; }

    /// <summary>The input's type; a value tuple where there are several, <see cref="Nothing"/> where there is none.</summary>
    public Type InputType => Definition.InputType;

    /// <summary>The result's type; <see cref="Nothing"/> where there is none.</summary>
    public Type OutputType => Definition.OutputType;

    internal abstract TaskDefinition Definition { get; }

    /// <summary>The full name.</summary>
    public override string ToString() => Name;

    private protected static TaskOptions Change(TaskOptions options, Func<TaskOptions, TaskOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change(options) ?? throw new ArgumentException("The function returned no options.", nameof(change));
    }
}
