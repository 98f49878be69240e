using System.Diagnostics;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

/// <summary>Help, completion, and what is said of what somebody mistyped.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    public static TheoryData<string> Verbs { get; } =
        [.. CommandLine.Parse([], new TestConsole().Open(), new RuntimeSource([])).RootCommandResult.Command.Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_examples_that_parse(string verb)
    {
        var (code, console) = await FarConsole.RunAsync(new TestConsole(), verb, "--help");
        var examples = console.Out.Split("Examples:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(ExitCode.Done, code);
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            string[] words = [.. example.Split(" > ")[0].Split(" >> ")[0].Split(' ').Skip(1).Select(word => word.Trim('\''))];
            var parsed = CommandLine.Parse(words.Contains("--reason") ? ["abort", "night", "--reason", "x"] : words, new TestConsole().Open(), new RuntimeSource([]));
            Assert.Empty(parsed.Errors);
            Assert.Equal(verb, parsed.CommandResult.Command.Name);
        });
    }

    [Theory]
    [InlineData("There is no option '--jsno'.\nDid you mean '--json'?", "show", "x", "--jsno")]
    [InlineData("There is no option '--jsno'.\nDid you mean '--json'?", "show", "--jsno", "x")]
    [InlineData("There is no option '--ended-befor'.\nDid you mean '--ended-before'?", "purge", "--ended-befor", "1d")]
    [InlineData("There is no option '--servr'.\nDid you mean '--server'?", "runs", "--servr", "http://x")]
    [InlineData("There is no option '--sede'.\nDid you mean '--seed'?", "serve", "--sede", "a:1")]
    [InlineData("There is no option '--whatever'.\nSee 'Flyte.Node tasks --help'.", "tasks", "--whatever")]
    [InlineData("There is no command 'wathc'.\nDid you mean 'watch'?", "wathc", "x")]
    [InlineData("--phase 'faild' is no phase (did you mean 'failed'?)", "runs", "--phase", "faild")]
    [InlineData("There is no completion for the shell 'bsh'.\nDid you mean 'bash'?", "completion", "bsh")]
    public async Task What_was_meant_is_said(string expected, params string[] args)
    {
        var (code, console) = await FarConsole.RunAsync(new TestConsole(), args);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: {expected}", console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ru", "run runs rerun")]
    [InlineData("results x --as", "--as-completed")]
    [InlineData("completion ", "bash fish pwsh zsh")]
    [InlineData("show ", "old", true)]
    [InlineData("run test.a", "test.add", true)]
    [InlineData("show ", "", false, "http://nowhere.invalid")]
    public async Task Words_are_completed(string typed, string expected, bool isFar = false, string? server = null)
    {
        await using var node = isFar ? await ApiNode.StartAsync(TestTasks.Create()) : null;
        if (node is not null)
        {
            await node.PostAsync("/runs", new { task = "test.double", input = 1, id = "old" });
            server = node.Http.BaseAddress!.AbsoluteUri;
        }

        var console = new TestConsole { Variables = server is null ? [] : new() { ["FLYTE_SERVER"] = server } };
        var (code, _) = await FarConsole.RunAsync(console, $"[suggest:{typed.Length}]", typed);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(expected, string.Join(' ', console.OutLines.Where(word => word[0] is not ('-' or '/') || typed.Contains("--", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("zsh", "compdef _flyte flyte")]
    [InlineData("fish", "complete -c flyte ")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName flyte,")]
    public async Task There_is_a_script_for_each_shell(string shell, string expected)
    {
        var (_, console) = await FarConsole.RunAsync(new TestConsole(), "completion", shell);
        Assert.Contains(expected, console.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", console.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_completes_with_the_script()
    {
        if (!File.Exists("/bin/bash"))
        {
            return; // Only there is it executed.
        }

        var (_, console) = await FarConsole.RunAsync(new TestConsole(), "completion", "bash");
        var script = directory.Write("completion.bash", $$"""
            {{console.Out}}
            flyte() { printf '%s\n' "asked: $1 $2" >&3; printf 'result-a\nresults\n'; }
            COMP_LINE='flyte res' COMP_POINT=9 COMP_WORDS=(flyte res) COMP_CWORD=1
            _flyte 3>&1
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        var start = new ProcessStartInfo("/bin/bash", ["--norc", script]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var bash = Process.Start(start)!;
        var printed = await bash.StandardOutput.ReadToEndAsync();

        Assert.Equal("asked: [suggest:3] res\nresult-a\nresults\n", printed);
    }
}
