using Flyte.Actors;

namespace Flyte.Node.Plugins;

/// <summary>An environment of an assembly from outside.</summary>
/// <param name="Environment">The tasks.</param>
/// <param name="File">The assembly.</param>
/// <param name="Member">The field or the property that holds it, with its type.</param>
internal sealed record PluginEnvironment(TaskEnvironment Environment, string File, string Member)
{
    /// <summary>Where it is, to be shown.</summary>
    internal string Place => $"{Member} of '{File}'";
}
