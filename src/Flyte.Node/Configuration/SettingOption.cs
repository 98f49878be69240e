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
        var (what, standard) = (Describe(setting), Kind.Show(Default));
        var value = Value(setting, console);
        try
        {
            Property.SetValue(target, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{what}, which is out of range.", $"{RuntimeSettings.Reason(e)} The default is {standard}.");
        }
    }

    /// <summary>The refusal of what is no value of it.</summary>
    internal UsageException NoValue(Setting setting, string why = "") =>
        new($"{Describe(setting)}, which is no {Kind.Name}.", $"{why}Write {Kind.Form}; the default is {Kind.Show(Default)}.");

    private SettingKind Kind => SettingKind.Of(Property.PropertyType);

    private string Describe(Setting setting) =>
        setting.Describe(Path, Kind.IsSecret || Name.Contains("Password", StringComparison.Ordinal) || Name == nameof(WebSettings.Keys));

    private object Value(Setting setting, NodeConsole console)
    {
        try
        {
            return setting.Value is not null && Kind.Parse(setting.Value, console) is { } value ? value : throw NoValue(setting);
        }
        catch (ArgumentException e)
        {
            throw NoValue(setting, $"{RuntimeSettings.Reason(e)} ");
        }
    }
}
