using System.Text.RegularExpressions;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The commands of the page do what it says. They are run here in this process, and by <c>.ci/run</c> as they stand.</summary>
[Collection(RuntimeTests.Name)]
public sealed partial class ReadmeRunTests(RuntimeFixture runtime)
{
    private const string Program = "dotnet run --project src/Flyte.Node -c Release -- ";

    public static TheoryData<string> Commands { get; } = [.. Blocks("Run").Select(block => block.Text)];

    [Fact]
    public void There_is_one_command_to_test_and_two_to_run()
    {
        Assert.Equal("dotnet test", Assert.Single(Blocks("Test")).Text);
        Assert.Equal(2, Commands.Count);
        Assert.All(Blocks("Run"), block => Assert.StartsWith(Program, block.Text, StringComparison.Ordinal));
        Assert.Equal(["0", "1"], ExitCode().Matches(ReadmePage.Section("## Run")).Select(match => match.Groups["code"].Value));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_ends_and_prints_as_the_page_says(string command)
    {
        var documented = Assert.Single(Blocks("Run"), block => block.Text == command);
        Environment.CurrentDirectory = ReadmePage.Root; // As a reader's shell has it; all other tests name their files in full.
        var (code, console) = await runtime.RunAsync(Split(command[Program.Length..]));
        Assert.Equal(Blocks("Run").TakeWhile(block => block != documented).Count(), code);

        var printed = $"{console.Out}\n{console.Error}".Split('\n').Select(WithoutNumbers).ToHashSet(StringComparer.Ordinal);
        foreach (var line in documented.Output!.Split('\n').Where(line => line != "…"))
        {
            Assert.True(printed.Contains(WithoutNumbers(line)), $"Not printed: {line}\n{console.Out}\n{console.Error}");
        }
    }

    [Fact]
    public async Task Every_option_of_run_is_in_the_reference_and_no_other()
    {
        var (_, console) = await runtime.RunAsync("run", "--help");
        var real = console.Out.Split('\n').Select(line => Option().Match(line)).Where(m => m.Success).Select(m => m.Groups["option"].Value.Replace("<", "", StringComparison.Ordinal).TrimEnd('>'));
        var documented = ReadmePage.Rows(ReadmePage.Section("## Command line")).Select(row => row[0]).Where(cell => cell.StartsWith("--", StringComparison.Ordinal));
        Assert.Equal(real, documented);
    }

    private static IEnumerable<ReadmeBlock> Blocks(string section) =>
        ReadmePage.Blocks.Where(block => block.Section == section && block.Language == "sh");

    // The sources change; what is printed of them keeps its form.
    private static string WithoutNumbers(string line) => Spaces().Replace(Number().Replace(line, "#"), " ").Trim();

    private static string[] Split(string command) =>
        [.. Argument().Matches(command).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Value)];

    [GeneratedRegex("'(?<quoted>[^']*)'|[^ ']+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^  (?<option>--\S+( <\w+>)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"exit code is (?<code>\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"\d([\d,.]*\d)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
