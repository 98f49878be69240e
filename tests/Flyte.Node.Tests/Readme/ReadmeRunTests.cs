using System.Text.RegularExpressions;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The commands of the page do what it says. They are run here without building, and by <c>.ci/run</c> as they stand.</summary>
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
        using var data = new TempDirectory();
        var (code, printed, error) = await NodeProcess.RunInAsync(ReadmePage.Root, data.Path, Split(command[Program.Length..]));
        Assert.Equal(Blocks("Run").TakeWhile(block => block != documented).Count(), code);

        ReadmeOutput.AssertShows(documented.Output!, $"{printed}\n{error}");
    }

    [Fact]
    public async Task Every_command_is_in_the_reference_and_no_other()
    {
        var (_, console) = await runtime.RunAsync("--help");
        var real = console.Out.Split("Commands:")[1].Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0);
        Assert.Equal(real.Order(StringComparer.Ordinal), Reference("command").Select(row => row[0].Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("run", "run")]
    [InlineData("serve", "serve")]
    [InlineData("resume", "resume")]
    [InlineData("tasks", "tasks", false)]
    [InlineData("recover", "rerun, recover")]
    [InlineData("runs", "runs")]
    [InlineData("show", "show")]
    [InlineData("watch", "watch")]
    [InlineData("items", "items")]
    [InlineData("calls", "calls")]
    [InlineData("results", "results")]
    [InlineData("abort", "abort")]
    [InlineData("purge", "purge")]
    public async Task Every_option_of_a_command_is_in_the_reference_and_no_other(string command, string table, bool hasStore = true)
    {
        var (_, console) = await runtime.RunAsync(command, "--help");
        var real = console.Out.Split('\n').Select(line => Option().Match(line)).Where(m => m.Success).Select(m => m.Groups["option"].Value.Replace("<", "", StringComparison.Ordinal).TrimEnd('>'));
        var documented = Reference(table).Concat(hasStore && command is not "serve" ? Reference("every command on runs") : []).Concat(hasStore ? Reference("every command") : []).Select(row => row[0]).Where(cell => cell.StartsWith("--", StringComparison.Ordinal));
        Assert.Equal(real, documented);
    }

    // The table of the command line's section whose head begins so; tables are parted by empty lines.
    private static IReadOnlyList<string[]> Reference(string head) => ReadmePage.Rows(
        ReadmePage.Section("## Command line").Split("\n\n").Single(table => table.Replace("`", "", StringComparison.Ordinal).StartsWith($"| {head} |", StringComparison.Ordinal)));

    private static IEnumerable<ReadmeBlock> Blocks(string section) =>
        ReadmePage.Blocks.Where(block => block.Section == section && block.Language == "sh");

    private static string[] Split(string command) =>
        [.. Argument().Matches(command).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Value)];

    [GeneratedRegex("'(?<quoted>[^']*)'|[^ ']+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^  (?<option>--\S+( <\w+>)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"exit code is (?<code>\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExitCode();
}
