namespace Flyte.Actors;

/// <summary>What a runtime is made of.</summary>
public sealed class FlyteBuilder
{
    private readonly List<TaskEnvironment> environments = [];

    /// <summary>The settings; <see cref="FlyteOptions"/> as they are by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public FlyteOptions Options
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Options));
    } = new();

    internal IReadOnlyList<TaskEnvironment> Environments => environments;

    /// <summary>Has the runtime run the tasks of an environment.</summary>
    /// <param name="environment">Its tasks are registered when the runtime starts.</param>
    /// <exception cref="ArgumentNullException">The environment is null.</exception>
    public FlyteBuilder Add(TaskEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environments.Add(environment);
        return this;
    }
}
