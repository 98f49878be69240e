using System.Reflection;
using System.Text.Json;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>A property that can be set by its path.</summary>
/// <param name="Path">The camel-case name below that of its group.</param>
/// <param name="Property">What is set.</param>
/// <param name="Default">The value of who sets none.</param>
internal sealed record SettingOption(string Path, PropertyInfo Property, object? Default)
{
    internal string Name => Property.Name;

    /// <summary>What the property belongs to.</summary>
    internal Type Target => Property.DeclaringType!;

    /// <summary>The public properties of a type.</summary>
    /// <param name="group">What stands before their names.</param>
    /// <param name="type">The type.</param>
    /// <param name="defaults">An object of that type as it is by default; null where there is none.</param>
    internal static IEnumerable<SettingOption> Of(string group, Type type, object? defaults) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select new SettingOption(
            $"{group}:{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", property, defaults is null ? null : property.GetValue(defaults));

    /// <summary>Sets the property.</summary>
    /// <exception cref="UsageException">The value is no value of it.</exception>
    internal void Apply(Setting setting, object target, NodeConsole console)
    {
        var kind = SettingKind.Of(Property.PropertyType);
        var standard = kind.Show(Default);
        var what = setting.Describe(Path, kind.IsSecret || Name.Contains("Password", StringComparison.Ordinal) || Name == nameof(WebSettings.Keys));
        var value = Value(setting, kind, what, standard, console);
        try
        {
            Property.SetValue(target, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{what}, which is out of range.", $"{RuntimeSettings.Reason(e)} The default is {standard}.");
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
            why = $"{RuntimeSettings.Reason(e)} ";
        }

        throw new UsageException($"{what}, which is no {kind.Name}.", $"{why}Write {kind.Form}; the default is {standard}.");
    }
}
