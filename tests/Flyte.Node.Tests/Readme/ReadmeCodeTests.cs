using System.Text.RegularExpressions;

namespace Flyte.Node.Tests.Readme;

/// <summary>The C# of the page is code that runs.</summary>
public sealed class ReadmeCodeTests
{
    public static TheoryData<string> Code { get; } = [.. Of("csharp").Select(Place)];

    [Theory]
    [MemberData(nameof(Code))]
    public async Task Every_block_compiles_runs_and_prints_what_the_page_says(string place)
    {
        var block = Assert.Single(Of("csharp"), block => Place(block) == place);
        var output = await ReadmeProgram.RunAsync(block);
        Assert.Equal(block.Output ?? "", output);
    }

    [Fact]
    public void The_page_has_code_for_all_that_it_promises()
    {
        Assert.True(Of("csharp").Count(b => b.Output is not null) >= 5, "Some programs of README.md have lost their output.");
        Assert.Equal(6, Of("csharp").Count(IsPattern));
    }

    [Fact]
    public void The_patterns_are_quoted_from_the_examples()
    {
        var examples = Directory.GetFiles(Path.Combine(ReadmePage.Root, "src/Flyte.Node/Examples/Patterns"), "*.cs").Select(File.ReadAllText);
        var source = Squeeze(string.Concat(examples));
        foreach (var task in Of("csharp").Where(IsPattern).SelectMany(block => block.Text.Split("\n\nenv.")))
        {
            Assert.Contains(Squeeze(task), source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        var links = Regex.Matches(ReadmePage.Text, @"\]\((?<path>[^)#:]+)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(ReadmePage.Root, link.Groups["path"].Value)), link.Value));
    }

    private static string Place(ReadmeBlock block) => $"{block.Section}, line {block.Line}";

    private static bool IsPattern(ReadmeBlock block) => block.Text.StartsWith("env.Task(", StringComparison.Ordinal);

    private static IEnumerable<ReadmeBlock> Of(string language) => ReadmePage.Blocks.Where(block => block.Language == language);

    // Without white space: a quote is indented in another way.
    private static string Squeeze(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
}
