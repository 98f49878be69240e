using System.Globalization;

namespace Flyte.Node.Output;

/// <summary>Text that came from elsewhere, made fit for a line of a terminal.</summary>
internal static class OneLine
{
    /// <summary>The text with each run of white space and control characters as one space.</summary>
    internal static string Of(string text) =>
        HasControls(text) ? string.Join(' ', text.Split(Separators(text), StringSplitOptions.RemoveEmptyEntries)) : text;

    internal static bool HasControls(string text) => text.Any(char.IsControl);

    private static char[] Separators(string text) => [' ', .. text.Where(char.IsControl).Distinct()];
}

/// <summary>Text that came from elsewhere and is shown as it is, but for what a terminal would take for a command.</summary>
internal static class Visible
{
    /// <summary>The text with each control character but those that break lines, and tabs, as JSON writes it.</summary>
    internal static string Of(string text) => text.Any(IsCommand) ? string.Concat(text.Select(c => IsCommand(c) ? Written(c) : c.ToString())) : text;

    /// <summary>The text in one line, with each control character as JSON writes it.</summary>
    internal static string InOneLine(string text) => OneLine.HasControls(text) ? string.Concat(text.Select(c => char.IsControl(c) ? Written(c) : c.ToString())) : text;

    private static bool IsCommand(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static string Written(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };
}

/// <summary>Cuts text to a length.</summary>
internal static class Shorten
{
    /// <summary>The text, or its beginning and its end, which tells paths apart.</summary>
    internal static string Middle(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most * 2 / 3;
        return string.Concat(text.AsSpan(0, most - end - 1), "…", text.AsSpan(text.Length - end));
    }

    /// <summary>The text, or its beginning.</summary>
    internal static string End(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1), "…");
}
