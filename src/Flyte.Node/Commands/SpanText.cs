using System.Globalization;

namespace Flyte.Node.Commands;

/// <summary>Spans of time as a person types them: <c>30d</c>, <c>12h</c>, <c>45m</c>, <c>90s</c>.</summary>
internal static class SpanText
{
    internal const string Form = "a number and its unit, such as 30d, 12h, 45m or 90s";

    /// <summary>Reads a span; null for what is none, or longer than can be.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var unit = text is [.., var last] ? Unit(last) : TimeSpan.Zero;
        return unit > TimeSpan.Zero
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays < TimeSpan.MaxValue.TotalDays
                ? unit * number
                : null;
    }

    private static TimeSpan Unit(char letter) => letter switch
    {
        'd' => TimeSpan.FromDays(1),
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        's' => TimeSpan.FromSeconds(1),
        _ => TimeSpan.Zero,
    };
}
