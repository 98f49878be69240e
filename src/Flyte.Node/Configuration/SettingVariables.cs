using System.Collections;
using Flyte.Node.Commands;
using Flyte.Node.Output;

namespace Flyte.Node.Configuration;

/// <summary>The environment variables that are settings: what follows the prefix of their names is the path, with two underscores between its parts.</summary>
internal static class SettingVariables
{
    private const int MostOfName = 120;

    // What stands for bytes that are no text.
    private const char Unreadable = '\ufffd';

    /// <summary>The settings.</summary>
    /// <exception cref="UsageException">Two of them are one, or one cannot be read.</exception>
    internal static IEnumerable<Setting> Read(string prefix)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value)))
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var path = name[prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            if (!names.TryAdd(path, name))
            {
                throw new UsageException(OneLine.Of($"{Setting.Shown(names[path])} and {Setting.Shown(name)} are the same setting."), "Set one of these two environment variables alone: the case of their letters does not tell them apart.");
            }

            var setting = new Setting(path, value, Setting.Shown(name, MostOfName));
            yield return (name + value).Contains(Unreadable, StringComparison.Ordinal)
                ? throw new UsageException($"{setting.Describe(isSecret: true)} that is not text in UTF-8.", "Write it anew.")
                : setting;
        }
    }
}
