using System.Text.RegularExpressions;

namespace Flyte.Node.Tests.Readme;

/// <summary>A fenced block of the page.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Line">The line that its text begins with, from 1.</param>
/// <param name="Text">The text, without the fences.</param>
/// <param name="Output">The text of the <c>text</c> block that follows with nothing between; null if none does.</param>
internal sealed record ReadmeBlock(string Section, string Language, int Line, string Text, string? Output);

/// <summary>The page README.md, and the repository around it.</summary>
internal static partial class ReadmePage
{
    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    internal static string Text { get; } = File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");

    internal static IReadOnlyList<ReadmeBlock> Blocks { get; } = Read();

    /// <summary>What stands below a heading, up to the next one of its rank or above.</summary>
    internal static string Section(string heading)
    {
        var rank = heading[..heading.IndexOf(' ', StringComparison.Ordinal)];
        var start = $"{Text}\n".IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no heading '{heading}'.");
        var rest = Text[(start + heading.Length + 2)..];
        var end = Regex.Match(rest, $"^#{{1,{rank.Length}}} ", RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return end.Success ? rest[..end.Index] : rest;
    }

    /// <summary>The rows of the tables in a text, as cells, without the rows above the dashes and without the back-ticks.</summary>
    internal static IReadOnlyList<string[]> Rows(string text)
    {
        var lines = text.Split('\n');
        return
        [
            .. lines
                .Where((line, i) => line.StartsWith("| ", StringComparison.Ordinal)
                    && !(i + 1 < lines.Length && lines[i + 1].StartsWith("|--", StringComparison.Ordinal)))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()),
        ];
    }

    private static List<ReadmeBlock> Read()
    {
        var blocks = new List<ReadmeBlock>();
        var (lines, section) = (Text.Split('\n'), "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (Heading().Match(lines[i]) is { Success: true } heading)
            {
                section = heading.Groups["title"].Value;
            }
            else if (Fence(lines, i) is var (language, text))
            {
                var next = i + text.Length + 3;
                var output = Fence(lines, next) is ("text", var printed) ? string.Join('\n', printed) : null;
                blocks.Add(new ReadmeBlock(section, language, i + 2, string.Join('\n', text), output));
                i = next - 2;
            }
        }

        return blocks;
    }

    // The fence that opens at a line.
    private static (string Language, string[] Text)? Fence(string[] lines, int at)
    {
        if (at >= lines.Length || !lines[at].StartsWith("```", StringComparison.Ordinal))
        {
            return null;
        }

        var text = lines.Skip(at + 1).TakeWhile(line => line is not "```").ToArray();
        Assert.True(at + text.Length + 1 < lines.Length, $"The block of line {at + 1} of README.md is not closed.");
        return (lines[at][3..], text);
    }

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Flyte.Actors.sln"))
            ? directory
            : FindRoot(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run below the repository."));

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
