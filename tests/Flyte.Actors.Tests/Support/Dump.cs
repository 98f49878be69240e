using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// All that a record of runs holds, as text, found by reflection so that nothing new is forgotten. Left out is what differs from
/// process to process: whether results are held in memory.
/// </summary>
internal static class Dump
{
    private static readonly string[] LeftOut = ["Live", "held", "heldSize", "holds", "holdsResults"];

    internal static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, string indent)
    {
        switch (value)
        {
            case null or string or DateTimeOffset or TimeSpan or Delegate:
                text.Append(CultureInfo.InvariantCulture, $"{value ?? "null"}\n");
                break;
            case IndexSet set:
                text.Append(CultureInfo.InvariantCulture, $"{string.Join(' ', set.Ranges())}\n");
                break;
            case IDictionary map:
                // Empty lists are no different from missing ones.
                var entries = map.Keys.Cast<object>().Where(key => map[key] is not IList { Count: 0 });
                Write(text, entries.Select(key => (Of(key), Of(Sorted(map[key])))).Order(), indent);
                break;
            case IEnumerable list:
                text.Append('\n');
                foreach (var (i, item) in Sorted(list).Cast<object>().Index())
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent} {i}: ");
                    Write(text, item, indent + " ");
                }

                break;
            default:
                var fields = value.GetType().IsPrimitive || value is Enum || value.GetType().Namespace != "System" && Fields(value.GetType()).Length == 0 ? [] : Fields(value.GetType());
                text.Append(CultureInfo.InvariantCulture, $"{(fields.Length == 0 ? value : value.GetType().Name)}\n");
                foreach (var field in fields)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent} {Name(field)}: ");
                    Write(text, field.GetValue(value), indent + " ");
                }

                break;
        }
    }

    // The order of sets, and of the ids of runs, says nothing.
    private static object? Sorted(object? value) => value is IEnumerable list and not string ? Sorted(list) : value;

    private static IEnumerable Sorted(IEnumerable list) =>
        list is List<RunId> or HashSet<Origin> ? list.Cast<object>().OrderBy(Of, StringComparer.Ordinal) : list;

    private static FieldInfo[] Fields(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            fields.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        return type.IsPrimitive || type.IsEnum ? [] : [.. fields.Where(f => !LeftOut.Contains(Name(f), StringComparer.Ordinal))];
    }

    // <Name>k__BackingField, <name>P
    private static string Name(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
