using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>The settings of the runtime: every option of <see cref="FlyteOptions"/> by its camel-case name, below <c>runtime</c>; those of a node below <c>cluster</c>, <c>web</c> and <c>telemetry</c>.</summary>
internal static class RuntimeSettings
{
    private const string Group = "runtime";

    /// <summary>All settings that are properties of options.</summary>
    internal static IEnumerable<SettingOption> Known => Options.Values;

    private static readonly Dictionary<string, SettingOption> Options = SettingOption
        .Of(Group, typeof(FlyteOptions), new FlyteOptions())
        .Where(option => option.Name is not (nameof(FlyteOptions.Cluster) or nameof(FlyteOptions.LoggerFactory)))
        .Concat(ClusterSettings.Options)
        .Concat(SettingOption.Of(WebSettings.Group, typeof(WebSettings), new WebSettings()))
        .Concat(SettingOption.Of(TelemetrySettings.Group, typeof(TelemetrySettings), new TelemetrySettings()))
        .ToDictionary(option => option.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The options as the file and the environment variables set them; what they say of a cluster is only checked.</summary>
    /// <param name="file">The file's name; null for none.</param>
    /// <param name="console">Where the file is looked for, how the environment variables are named, and which store is the default.</param>
    /// <param name="needsStore">Whether the default store is looked for where none is set.</param>
    /// <exception cref="UsageException">The file cannot be read, or a setting is unknown or has a bad value.</exception>
    internal static FlyteOptions Read(string? file, NodeConsole console, bool needsStore = true)
    {
        var all = ReadAll(file, console);
        return needsStore && !all.IsStoreSet ? all.Options with { Store = console.DefaultStore() } : all.Options;
    }

    /// <summary>The same, with a node of a cluster; what is not set is as it is by default, and the store is in memory.</summary>
    /// <exception cref="UsageException">The file cannot be read, or a setting is unknown or has a bad value.</exception>
    internal static NodeSettings ReadNode(string? file, NodeConsole console) => ReadAll(file, console);

    private static NodeSettings ReadAll(string? file, NodeConsole console)
    {
        var (options, isStoreSet, cluster, web, telemetry) = (new FlyteOptions(), false, new ClusterSettings(console), new WebSettings(), new TelemetrySettings());
        foreach (var setting in SettingSources.Open(file, console).All)
        {
            if (!Options.TryGetValue(setting.Path, out var option))
            {
                if (!TaskSettings.Owns(setting) && !IsEmptyGroup(setting))
                {
                    throw Unknown(setting);
                }
            }
            else if (setting.Empty is not null)
            {
                throw option.NoValue(setting);
            }
            else if (option.Target == typeof(FlyteOptions))
            {
                option.Apply(setting, options, console);
                isStoreSet |= option.Name == nameof(FlyteOptions.Store);
            }
            else if (option.Target == typeof(WebSettings) || option.Target == typeof(TelemetrySettings))
            {
                ApplyService(setting, option, option.Target == typeof(WebSettings) ? web : telemetry, console);
            }
            else
            {
                cluster.Apply(setting, option);
            }
        }

        return new NodeSettings(options, isStoreSet, cluster, web, telemetry);
    }

    /// <summary>What an exception says of a value, without its name and the value again.</summary>
    internal static string Reason(ArgumentException refusal) =>
        refusal.Message.Split($" (Parameter '{refusal.ParamName}')", 2, StringSplitOptions.None)[0];

    // Null leaves what has no default as it is.
    private static void ApplyService(Setting setting, SettingOption option, object target, NodeConsole console)
    {
        if (setting.Value is not null || option.Default is not null)
        {
            option.Apply(setting, target, console);
        }
    }

    private static bool IsEmptyGroup(Setting setting) =>
        setting is { Value: null, Empty: null or "{}" } && new[] { Group, ClusterSettings.Group, ClusterSettings.TlsGroup, WebSettings.Group, TelemetrySettings.Group, TaskSettings.Group }.Contains(setting.Path, StringComparer.OrdinalIgnoreCase);

    private static UsageException Unknown(Setting setting)
    {
        string[] known = [.. Options.Keys, TaskSettings.Tasks];
        var nearest = NearestName.Find(setting.Path, known);
        var all = $"The settings are: {string.Join(", ", known)}.";
        return new UsageException(
            $"{setting.Describe(isSecret: setting.MayBeSecret)}, and there is no such setting.", nearest is null ? all : $"Did you mean {nearest}? {all}");
    }
}
