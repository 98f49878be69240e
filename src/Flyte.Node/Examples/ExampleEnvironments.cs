using Flyte.Actors;
using Flyte.Node.Examples.Patterns;
using Flyte.Node.Examples.Words;

namespace Flyte.Node.Examples;

/// <summary>The environments that this program brings along.</summary>
internal static class ExampleEnvironments
{
    internal static IReadOnlyList<TaskEnvironment> All() => [PatternsExample.Create(), WordCountExample.Create().Environment];
}
