using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly RuntimeSource NoRuntime = new([], (_, _, _) => throw new InvalidOperationException("A runtime was started."));
    private readonly TestConsole console = new();

    [Fact]
    public void All_options_reach_the_request()
    {
        var request = Request(
            "run", "words.count", "a.txt", "--files", "*.cs", "--concurrency", "8", "--files", "*.md", "b.txt",
            "--reduce", "words.top", "--json", "--fail-fast", "--verbose", "--items", "[1]", "--lines", "-",
            "--id", "night-1", "--name", "night", "--label", "a=1", "--label", "b==", "--store", "x.db", "--config", "laptop.json");

        Assert.Equal("words.count", request.Task);
        Assert.Equal(["a.txt", "b.txt"], request.Inputs.Arguments);
        Assert.Equal(["*.cs", "*.md"], request.Inputs.Files);
        Assert.Equal("[1]", request.Inputs.Items);
        Assert.Equal("-", request.Inputs.Lines);
        Assert.Equal("words.top", request.Reduce);
        Assert.Equal(8, request.Concurrency);
        Assert.Equal("night-1", request.Id);
        Assert.Equal("night", request.Name);
        Assert.Equal([new("a", "1"), new("b", "=")], request.Labels);
        Assert.True(request is { Json: true, FailFast: true, Verbose: true });
        Assert.False(request.Inputs.IsSingle);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("[1,2,3]")]
    [InlineData("@file")]
    [InlineData("")]
    [InlineData("-x5")]
    public void An_input_may_look_like_anything(string input) => Assert.Equal([input], Request("run", "t", input).Inputs.Arguments);

    [Fact]
    public void After_two_dashes_everything_is_an_input() =>
        Assert.Equal(["--json", "--x"], Request("run", "t", "--", "--json", "--x").Inputs.Arguments);

    [Fact]
    public void Without_options_it_is_a_single_run_with_the_runtimes_concurrency()
    {
        var request = Request("run", "t", "1");
        Assert.Equal(0, request.Concurrency);
        Assert.True(request.Inputs.IsSingle);
        Assert.True(request is { Json: false, FailFast: false, Verbose: false, Reduce: null, Id: null, Name: null, Labels.Count: 0 });
    }

    [Theory]
    [InlineData("There is no command.")]
    [InlineData("There is no command 'rnu'.\nDid you mean 'run'?", "rnu")]
    [InlineData("Required argument 'TASK' missing", "run")]
    [InlineData("There is no option '--concurency'.\nDid you mean '--concurrency'?", "run", "t", "--concurency", "5")]
    [InlineData("There is no option '--quick'.\nTo give it as an INPUT", "run", "t", "--quick")]
    [InlineData("--concurrency -1 is negative", "run", "t", "1", "--concurrency", "-1")]
    [InlineData("Cannot parse argument 'many' for option '--concurrency'", "run", "t", "1", "--concurrency", "many")]
    [InlineData("Required argument missing for option: '--items'", "run", "t", "--items")]
    [InlineData("--label 'a' is no label: write --label KEY=VALUE.", "run", "t", "1", "--label", "a")]
    [InlineData("--label '=1' is no label: write --label KEY=VALUE.", "run", "t", "1", "--label", "=1")]
    [InlineData("--label a is given 2 times: give each key once.", "runs", "--label", "a=1", "--label", "a=2")]
    [InlineData("--phase 'done' is no phase: give one of queued, running, succeeded, failed, aborted, timedOut, recovered.", "runs", "--phase", "done")]
    [InlineData("--limit 0 is too small: give at least 1.", "runs", "--limit", "0")]
    [InlineData("--from -1 is too small: give at least 0.", "results", "x", "--from", "-1")]
    [InlineData("--item -1 is too small: give at least 0.", "abort", "x", "--item", "-1")]
    [InlineData("Required argument 'ID' missing", "show")]
    [InlineData("It is not said which runs to remove.\nGive either their IDs or --ended-before SPAN.", "purge")]
    [InlineData("It is not said which runs to remove.", "purge", "x", "--ended-before", "1d")]
    [InlineData("--ended-before 'soon' is no span of time: give a number and its unit, such as 30d, 12h, 45m or 90s.", "purge", "--ended-before", "soon")]
    [InlineData("'show' is about recorded runs, and nothing is recorded in memory.\nName the store", "show", "x", "--store", "memory")]
    [InlineData("There is no store '", "resume", "x", "--store", "no-such-folder/no.db")]
    [InlineData("--store names no store: The PostgreSQL database cannot be named so: it names no host", "runs", "--store", "postgresql:///x")]
    [InlineData("'--lines' expects a single argument but 2 were provided", "run", "t", "--lines", "a", "--lines", "b")]
    public async Task A_bad_command_line_is_refused_before_anything_starts(string expected, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(args, console.Open(), NoRuntime));
        Assert.StartsWith("error: ", console.Error, StringComparison.Ordinal);
        Assert.Contains(expected, console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }

    [Fact]
    public async Task Help_goes_to_the_standard_output()
    {
        Assert.Equal(ExitCode.Done, await NodeApp.RunAsync(["run", "--help"], console.Open(), NoRuntime));
        Assert.Contains("--concurrency <N>", console.Out, StringComparison.Ordinal);
        Assert.Empty(console.Error);
    }

    private RunRequest Request(params string[] args)
    {
        var parsed = CommandLine.Parse(args, console.Open(), NoRuntime);
        Assert.Empty(parsed.Errors);
        return ((RunCommand)parsed.CommandResult.Command).Request(parsed);
    }
}
