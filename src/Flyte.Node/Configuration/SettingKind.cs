using System.Globalization;
using Flyte.Actors;

namespace Flyte.Node.Configuration;

/// <summary>How the values of a type are written in settings.</summary>
/// <param name="Name">What such a value is.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Parse">Reads it; null, or an <see cref="ArgumentException"/> that says why, for what is none.</param>
/// <param name="Show">Shows the default value of an option.</param>
internal sealed record SettingKind(string Name, string Form, Func<string, NodeConsole, object?> Parse, Func<object?, string> Show)
{
    private static readonly SettingKind WholeNumber = new(
        $"whole number up to {int.MaxValue}",
        "digits alone",
        (text, _) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        Plain);

    private static readonly SettingKind Time = new("time", "hh:mm:ss, with days as d.hh:mm:ss", (text, _) => ParseTime(text), Plain);

    private static readonly SettingKind Truth = new(
        "truth value", "true or false", (text, _) => bool.TryParse(text, out var truth) ? truth : null, value => Plain(value).ToLowerInvariant());

    private static readonly SettingKind Durable = new(
        "durability",
        "full or normal",
        (text, _) => text.All(char.IsAsciiLetter) && Enum.TryParse<Durability>(text, ignoreCase: true, out var how) ? how : null,
        value => Plain(value).ToLowerInvariant());

    private static readonly SettingKind Store = new(
        "store", StoreText.Form, StoreText.Parse, _ => $"'{StoreText.Default}', a file in the user's data folder");

    // No path has the character 0 in it.
    private static readonly SettingKind Text = new("text", "some text", (text, _) => text.Contains('\0', StringComparison.Ordinal) ? null : text, value => value is null ? "none" : $"'{value}'");

    private static readonly SettingKind List = new(
        "list", "its entries with commas between", (text, _) => Split(text), value => value is IReadOnlyList<string> { Count: > 0 } list ? string.Join(", ", list) : "none");

    private static readonly SettingKind Roles = new("list of roles", RolesText.Form, (text, _) => RolesText.Parse(text), value => RolesText.Show((NodeRoles)value!));

    /// <summary>Whether a value may hold a password, and so is not repeated in messages.</summary>
    internal bool IsSecret => ReferenceEquals(this, Store);

    /// <summary>The kind of a type.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static SettingKind Of(Type type) =>
        type == typeof(int) ? WholeNumber
        : type == typeof(TimeSpan) ? Time
        : type == typeof(bool) ? Truth
        : type == typeof(Durability) ? Durable
        : type == typeof(FlyteStore) ? Store
        : type == typeof(string) ? Text
        : type == typeof(IReadOnlyList<string>) ? List
        : type == typeof(NodeRoles) ? Roles
        : throw new NotSupportedException($"A setting cannot be of the type {type}: give {nameof(SettingKind)} the form of its values.");

    private static string Plain(object? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static string[] Split(string text) => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

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
