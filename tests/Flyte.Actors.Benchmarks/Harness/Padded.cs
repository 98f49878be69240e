using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>Results of a hundred bytes that tell which item they are of.</summary>
internal static class Padded
{
    private const int Bytes = 100;
    private const int Digits = 10;

    public static string Of(int item) => string.Create(Bytes, item, static (text, item) =>
    {
        text[..^Digits].Fill('.');
        item.TryFormat(text[^Digits..], out _, "D10", CultureInfo.InvariantCulture);
    });

    /// <summary>The item that a text is the result of.</summary>
    public static int ItemOf(string text) => int.Parse(text.AsSpan(text.Length - Digits), NumberStyles.None, CultureInfo.InvariantCulture);
}
