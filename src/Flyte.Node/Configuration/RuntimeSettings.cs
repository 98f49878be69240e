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
    /// <param name="console">Where the file is looked for, how the environment variables are named, and which store is the default.</param>
    /// <param name="needsStore">Whether the default store is looked for where none is set.</param>
    /// <exception cref="UsageException">The file cannot be read, or a setting is unknown or has a bad value.</exception>
    internal static FlyteOptions Read(string? file, NodeConsole console, bool needsStore = true)
    {
        var (options, isStoreSet) = (new FlyteOptions(), false);
        foreach (var setting in SettingSources.Open(file, console).All)
        {
            if (Options.TryGetValue(setting.Path, out var option))
            {
                Apply(setting, option, options, console);
                isStoreSet |= option.Name == nameof(FlyteOptions.Store);
            }
            else if (!IsEmptyGroup(setting))
            {
                throw Unknown(setting);
            }
        }

        return needsStore && !isStoreSet ? options with { Store = console.DefaultStore() } : options;
    }

    /// <summary>What an exception says of a value, without its name and the value again.</summary>
    internal static string Reason(ArgumentException refusal) =>
        refusal.Message.Split($" (Parameter '{refusal.ParamName}')", 2, StringSplitOptions.None)[0];

    private static string Path(PropertyInfo option) => $"{Group}:{JsonNamingPolicy.CamelCase.ConvertName(option.Name)}";

    private static bool IsEmptyGroup(Setting setting) =>
        setting.Value is null && string.Equals(setting.Path, Group, StringComparison.OrdinalIgnoreCase);

    private static void Apply(Setting setting, PropertyInfo option, FlyteOptions options, NodeConsole console)
    {
        var kind = SettingKind.Of(option.PropertyType);
        var standard = kind.Show(option.GetValue(Defaults)!);
        var what = setting.Describe(Path(option), kind.IsSecret);
        var value = Value(setting, kind, what, standard, console);
        try
        {
            option.SetValue(options, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{what}, which is out of range.", $"{Reason(e)} The default is {standard}.");
        }
    }

    private static object Value(Setting setting, SettingKind kind, string what, string standard, NodeConsole console)
    {
        var why = "";
        try
        {
            if (setting.Value is not null && kind.Parse(setting.Value, console) is { } value)
            {
                return value;
            }
        }
        catch (ArgumentException e)
        {
            why = $"{Reason(e)} ";
        }

        throw new UsageException($"{what}, which is no {kind.Name}.", $"{why}Write {kind.Form}; the default is {standard}.");
    }

    private static UsageException Unknown(Setting setting)
    {
        var nearest = NearestName.Find(setting.Path, Options.Keys);
        var all = $"The settings are: {string.Join(", ", Options.Keys)}.";
        return new UsageException(
            $"{setting.Describe()}, and there is no such setting.", nearest is null ? all : $"Did you mean {nearest}? {all}");
    }
}
