using System.Text.RegularExpressions;

namespace Flyte.Node.Tests.Readme;

/// <summary>What the page says that is printed, beside what is.</summary>
internal static partial class ReadmeOutput
{
    /// <summary>Looks for every line, but for one that stands for others; numbers and white space may be different.</summary>
    internal static void AssertShows(string documented, string printed)
    {
        var lines = printed.Split('\n').Select(WithoutNumbers).ToHashSet(StringComparer.Ordinal);
        foreach (var line in documented.Split('\n').Where(line => line != "…"))
        {
            Assert.True(lines.Contains(WithoutNumbers(line)), $"Not printed: {line}\n{printed}");
        }
    }

    // The sources and the machines change; what is printed of them keeps its form.
    private static string WithoutNumbers(string line) => Spaces().Replace(Number().Replace(line, "#"), " ").Trim();

    [GeneratedRegex(@"\d([\d,.]*\d)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
