namespace Flyte.Actors.Tasks;

/// <summary>What flows with a body's execution and leads to its context.</summary>
internal interface IAmbient
{
    TaskContext? Context { get; }
}

/// <summary>The context that flows with the code of a body, however it is awaited.</summary>
internal static class Ambient
{
    private static readonly AsyncLocal<IAmbient?> Flow = new();

    internal static TaskContext? Current => Flow.Value?.Context;

    internal static void Set(IAmbient? ambient) => Flow.Value = ambient;
}
