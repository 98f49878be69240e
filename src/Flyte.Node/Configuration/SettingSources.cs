using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>Where settings come from: a file, and the environment variables, which go before it.</summary>
internal sealed class SettingSources
{
    /// <summary>The option that names the file.</summary>
    internal const string FileOption = "--config";

    private readonly Dictionary<string, Setting> settings;

    private SettingSources(Dictionary<string, Setting> settings) => this.settings = settings;

    /// <summary>All that is set, in the order of its paths.</summary>
    internal IEnumerable<Setting> All => settings.Values.OrderBy(setting => setting.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the sources.</summary>
    /// <param name="file">The file's name as it was given; null for none.</param>
    /// <param name="console">Where the file is looked for, and how the environment variables are named.</param>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    internal static SettingSources Open(string? file, NodeConsole console)
    {
        var all = file is null ? new Dictionary<string, Setting>(StringComparer.OrdinalIgnoreCase) : new SettingFile(file).Read(console);
        foreach (var variable in SettingVariables.Read(console.SettingPrefix))
        {
            all[variable.Path] = variable;
        }

        return new SettingSources(all);
    }
}
