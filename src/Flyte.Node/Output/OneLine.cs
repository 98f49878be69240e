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
