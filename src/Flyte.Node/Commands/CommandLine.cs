using System.CommandLine;
using Flyte.Node.Commands.Completion;
using Flyte.Node.Commands.Records;

namespace Flyte.Node.Commands;

/// <summary>The grammar of the program's arguments.</summary>
internal static class CommandLine
{
    /// <summary>The program's name: the one that it was installed under as a tool, or that of its file.</summary>
    internal static string Program { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is Tool ? Tool : "Flyte.Node";

    private const string Tool = "flyte";

    internal static ParseResult Parse(string[] args, NodeConsole console, RuntimeSource runtime)
    {
        var root = new RootCommand("Runs tasks and maps of tasks in this process, and records them so that they outlive it.") { HelpName = Program };
        root.Add(new RunCommand(console, runtime));
        root.Add(new ServeCommand(console, runtime));
        root.Add(new KeyCommand(console));
        root.Add(new TasksCommand(console, runtime));
        root.Add(new NodesCommand(console));
        root.Add(new RunsCommand(console, runtime));
        root.Add(new ShowCommand(console, runtime));
        root.Add(new WatchCommand(console, runtime));
        root.Add(new ItemsCommand(console, runtime));
        root.Add(new CallsCommand(console, runtime));
        root.Add(new ResultsCommand(console, runtime));
        root.Add(new ResumeCommand(console, runtime));
        root.Add(RerunCommand.Whole(console, runtime));
        root.Add(RerunCommand.Rest(console, runtime));
        root.Add(new ResizeCommand(console, runtime));
        root.Add(new AbortCommand(console, runtime));
        root.Add(new PurgeCommand(console, runtime));
        root.Add(new CompletionCommand(console));
        HelpExamples.AddTo(root);
        new NodeCompletions(console).AddTo(root);

        // An input may look like anything: '@name' is not a file of arguments, and '-x5' is not five options.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }

    internal static Task<int> InvokeAsync(ParseResult parsed, NodeConsole console) => parsed.InvokeAsync(
        new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        },
        console.Interrupted);
}
