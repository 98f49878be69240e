using Flyte.Node.Configuration;
using Flyte.Node.Output;

namespace Flyte.Node.Plugins;

/// <summary>Where somebody says that there are tasks.</summary>
/// <param name="Path">The full path of an assembly, or of a directory.</param>
/// <param name="Source">Who says so, to begin an error with.</param>
internal sealed record PluginPath(string Path, string Source)
{
    private const int MostShown = 400;

    /// <summary>A path of the command line.</summary>
    internal static PluginPath Given(string path) => new(path, TasksOption.OptionName);

    public override string ToString() => $"{Source} '{Shorten.Middle(Path, MostShown)}'";
}
