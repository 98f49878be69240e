using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Tests.Wire;

/// <summary>All that a message says, line by line: what is the same message has the same lines.</summary>
internal static class WireText
{
    internal static IReadOnlyList<WireLine> Of(object message)
    {
        var lines = new List<WireLine>();
        Walk(message.GetType().Name, message.GetType().Name, message, lines);
        return lines;
    }

    private static void Walk(string path, string part, object? value, List<WireLine> lines)
    {
        switch (value)
        {
            case null:
                lines.Add(new(path, part, Value: null));
                break;
            case IActorRef actor:
                lines.Add(new(path, part, actor.Path.ToString()));
                break;
            case DateTimeOffset at:
                lines.Add(new(path, part, at.UtcTicks.ToString(CultureInfo.InvariantCulture)));
                break;
            case string or bool or InputDigest:
                lines.Add(new(path, part, value.ToString()));
                break;
            case IFormattable number:
                lines.Add(new(path, part, number.ToString(format: null, CultureInfo.InvariantCulture)));
                break;
            case IEnumerable many:
                var items = many.Cast<object>().ToList();
                lines.Add(new(path, part, $"{items.Count}"));
                items.ForEach(item => Walk($"{path}[]", $"{part}[]", item, lines));
                break;
            default:
                lines.Add(new(path, part, "there"));
                WalkParts(path, value, lines);
                break;
        }
    }

    private static void WalkParts(string path, object value, List<WireLine> lines)
    {
        var owner = value switch { InputPage => nameof(InputPage), ResultSegment => nameof(ResultSegment), _ => value.GetType().Name };
        foreach (var (name, part) in Parts(value))
        {
            Walk($"{path}.{name}", $"{owner}.{name}", part, lines);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Parts(object value) => value switch
    {
        InputPage page =>
        [
            ("Task", page.Task.Name), ("Options", page.Options), ("Trace", page.Trace), ("IsUnchecked", page.IsUnchecked), ("Json", Text(page.Block)), ("Faults", Enumerable.Range(0, page.Count).Select(page.FaultAt)),
        ],
        ResultSegment results =>
        [
            ("First", results.First), ("Json", Text(results.Block)), ("Errors", Enumerable.Range(results.First, results.Count).Select(results.ErrorAt)),
        ],
        _ => value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(IsState)
            .Where(property => value is not Lease || property.Name != nameof(Lease.Offset)) // Of its page only its own inputs go.
            .Select(property => (property.Name, property.GetValue(value))),
    };

    private static string Text(PayloadBlock? block) => Encoding.UTF8.GetString((block ?? PayloadBlock.Empty).Json.Span);

    private static bool IsState(PropertyInfo property) => property.Name != "EqualityContract" && property.GetIndexParameters().Length == 0
        && (property.CanWrite || property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null);
}

/// <summary>A thing that a message says.</summary>
/// <param name="Path">Where in the message.</param>
/// <param name="Part">Which property of which type it is.</param>
/// <param name="Value">What it says.</param>
internal sealed record WireLine(string Path, string Part, string? Value);
