using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>The settings of the runtime: every option of <see cref="FlyteOptions"/> by its camel-case name, below <c>runtime</c>.</summary>
internal static class RuntimeSettings
{
    private const string Group = "runtime";

    private static readonly FlyteOptions Defaults = new();

    private static readonly Dictionary<string, PropertyInfo> Options = typeof(FlyteOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToDictionary(Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The options as the file and the environment variables set them.</summary>
    /// <param name="file">The file's name; null for none.</param>
    /// <param name="console">Where the file is looked for, and how the environment variables are named.</param>
    /// <exception cref="UsageException">The file cannot be read, or a setting is unknown or has a bad value.</exception>
    internal static FlyteOptions Read(string? file, NodeConsole console)
    {
        var options = new FlyteOptions();
        foreach (var setting in SettingSources.Open(file, console).All)
        {
            if (Options.TryGetValue(setting.Path, out var option))
            {
                Apply(setting, option, options);
            }
            else if (!IsEmptyGroup(setting))
            {
                throw Unknown(setting);
            }
        }

        return options;
    }

    private static string Path(PropertyInfo option) => $"{Group}:{JsonNamingPolicy.CamelCase.ConvertName(option.Name)}";

    private static bool IsEmptyGroup(Setting setting) =>
        setting.Value is null && string.Equals(setting.Path, Group, StringComparison.OrdinalIgnoreCase);

    private static void Apply(Setting setting, PropertyInfo option, FlyteOptions options)
    {
        var kind = SettingKind.Of(option.PropertyType);
        var standard = string.Create(CultureInfo.InvariantCulture, $"{option.GetValue(Defaults)}");
        var what = setting.Describe(Path(option));
        var value = (setting.Value is null ? null : kind.Parse(setting.Value))
            ?? throw new UsageException($"{what}, which is no {kind.Name}.", $"Write {kind.Form}; the default is {standard}.");
        try
        {
            option.SetValue(options, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{what}, which is out of range.", $"{Rule(e)} The default is {standard}.");
        }
    }

    // The rest of the message names the property and the value again.
    private static string Rule(ArgumentException refusal) =>
        refusal.Message.Split($" (Parameter '{refusal.ParamName}')", 2, StringSplitOptions.None)[0];

    private static UsageException Unknown(Setting setting)
    {
        var nearest = NearestName.Find(setting.Path, Options.Keys);
        var all = $"The settings are: {string.Join(", ", Options.Keys)}.";
        return new UsageException(
            $"{setting.Describe()}, and there is no such setting.", nearest is null ? all : $"Did you mean {nearest}? {all}");
    }
}
