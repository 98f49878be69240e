using System.CommandLine;

namespace Flyte.Node.Commands.Completion;

/// <summary><c>completion SHELL</c>: has a shell complete this program's commands, options, runs and tasks.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> shell = new("SHELL") { Description = $"One of {string.Join(", ", CompletionScript.Shells)}." };

    internal CompletionCommand(NodeConsole console)
        : base("completion", "Prints a script that has a shell complete commands and options; of a node named by the environment, runs and tasks too.")
    {
        shell.CompletionSources.Add(_ => CompletionScript.Shells.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        Add(shell);
        SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(shell);
            var meant = NearestName.Find(name, CompletionScript.Shells);
            var script = CompletionScript.Of(name) ?? throw new UsageException(
                $"There is no completion for the shell '{name}'.", $"{(meant is null ? "" : $"Did you mean '{meant}'? ")}Give one of {string.Join(", ", CompletionScript.Shells)}.");
            await console.Out.WriteAsync(script.ReplaceLineEndings("\n").AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
    }
}
