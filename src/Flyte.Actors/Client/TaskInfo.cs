namespace Flyte.Actors;

/// <summary>A registered task.</summary>
/// <param name="Name">The full name, <c>environment.function</c>.</param>
/// <param name="InputType">The input's type; a value tuple where there are several, <see cref="Nothing"/> where there is none.</param>
/// <param name="OutputType">The result's type.</param>
/// <param name="Options">The task's options.</param>
public sealed record TaskInfo(string Name, Type InputType, Type OutputType, TaskOptions Options);
