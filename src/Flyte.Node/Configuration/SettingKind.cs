using System.Globalization;

namespace Flyte.Node.Configuration;

/// <summary>How the values of a type are written in settings.</summary>
/// <param name="Name">What such a value is.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Parse">Reads it; null for what is none.</param>
internal sealed record SettingKind(string Name, string Form, Func<string, object?> Parse)
{
    private static readonly SettingKind WholeNumber = new(
        $"whole number up to {int.MaxValue}",
        "digits alone",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    private static readonly SettingKind Time = new("time", "hh:mm:ss, with days as d.hh:mm:ss", text => ParseTime(text));

    /// <summary>The kind of a type.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static SettingKind Of(Type type) =>
        type == typeof(int) ? WholeNumber
        : type == typeof(TimeSpan) ? Time
        : throw new NotSupportedException($"A setting cannot be of the type {type}: give {nameof(SettingKind)} the form of its values.");

    // The general parser would take '5' for five days, and the exact one takes no sign.
    private static TimeSpan? ParseTime(string text)
    {
        var isNegative = text.StartsWith('-');
        string[] formats = [@"hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF", @"d\.hh\:mm\:ss", @"d\.hh\:mm\:ss\.FFFFFFF"];
        var style = isNegative ? TimeSpanStyles.AssumeNegative : TimeSpanStyles.None;
        var digits = isNegative ? text[1..] : text;
        return TimeSpan.TryParseExact(digits, formats, CultureInfo.InvariantCulture, style, out var time) ? time : null;
    }
}
