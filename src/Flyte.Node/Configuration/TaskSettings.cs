using Flyte.Node.Commands;
using Flyte.Node.Plugins;

namespace Flyte.Node.Configuration;

/// <summary>The setting <c>node:tasks</c>: the paths of assemblies with tasks, in an array, or one alone.</summary>
internal static class TaskSettings
{
    internal const string Group = "node";
    internal const string Tasks = "node:tasks";

    /// <summary>Whether that is the setting, or an entry of its array.</summary>
    internal static bool Owns(Setting setting) => (setting.Path.Equals(Tasks, StringComparison.OrdinalIgnoreCase) && setting.Empty is null or "[]") || IsEntry(setting.Path);

    /// <summary>The paths; one in the file is relative to the file's directory, one in a variable to the current one.</summary>
    /// <exception cref="UsageException">The file cannot be read, or an entry is no path.</exception>
    internal static IReadOnlyList<PluginPath> Read(string? file, NodeConsole console)
    {
        var all = SettingSources.Open(file, console).All.Where(Owns).ToList();

        // One alone in a variable goes before the array of the file.
        var alone = all.Find(setting => !IsEntry(setting.Path) && !string.IsNullOrEmpty(setting.Value));
        IEnumerable<Setting> entries = alone is null ? all.Where(setting => IsEntry(setting.Path)).OrderBy(Index) : [alone];
        return [.. entries.Select(setting => Full(setting, file, console))];
    }

    private static bool IsEntry(string path) =>
        path.StartsWith($"{Tasks}:", StringComparison.OrdinalIgnoreCase) && int.TryParse(path.AsSpan(Tasks.Length + 1), System.Globalization.NumberStyles.None, null, out _);

    private static int Index(Setting entry) => int.Parse(entry.Path.AsSpan(Tasks.Length + 1), System.Globalization.CultureInfo.InvariantCulture);

    private static PluginPath Full(Setting setting, string? file, NodeConsole console)
    {
        if (string.IsNullOrWhiteSpace(setting.Value) || setting.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException($"{setting.Describe()}, which is no path.", "Write the path of an assembly with tasks, or of a directory that it is in; by default there are none.");
        }

        var directory = setting.IsOfFile ? Path.GetDirectoryName(Path.GetFullPath(file!, console.Directory))! : console.Directory;
        return new PluginPath(Path.GetFullPath(setting.Value, directory), $"{setting.Source} ({setting.Path})");
    }
}
