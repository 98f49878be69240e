using System.CommandLine;
using System.CommandLine.Completions;
using Flyte.Actors;
using Flyte.Node.Remote;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands.Completion;

/// <summary>What another node has, for who is typing a command for it. A store is not opened: that takes longer than anybody waits.</summary>
internal sealed class NodeCompletions(NodeConsole console)
{
    private const int MostRuns = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Has the commands complete ids of runs, and names of tasks.</summary>
    internal void AddTo(RootCommand root)
    {
        foreach (var argument in root.Subcommands.SelectMany(command => command.Arguments))
        {
            if (argument.Name == RunIdArgument.ArgumentName)
            {
                argument.CompletionSources.Add(context => Items(context, RunsAsync));
            }
            else if (argument.Name == RunCommand.TaskName)
            {
                argument.CompletionSources.Add(context => Items(context, TasksAsync));
            }
        }
    }

    private IEnumerable<CompletionItem> Items(CompletionContext context, Func<IRunDesk, CancellationToken, Task<IEnumerable<string>>> ask)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return Desk(context.ParseResult) is { } desk
                ? Task.Run(() => ask(desk, limit.Token), limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult().Select(name => new CompletionItem(name))
                : [];
        }
        catch (Exception e) when (e is RemoteException or UsageException or OperationCanceledException)
        {
            return []; // Who completes a word does not read messages.
        }
    }

    private RemoteDesk? Desk(ParseResult parsed)
    {
        string[] words = [.. parsed.Tokens.Select(token => token.Value)];
        var url = After(words, ServerArguments.ServerOption) ?? console.Variable(ServerArguments.ServerVariable);
        var key = After(words, ServerArguments.KeyOption) ?? console.Variable(ServerArguments.KeyVariable);
        return string.IsNullOrEmpty(url) ? null : new RemoteDesk(new RemoteNode(RemoteAddress.Parse(url, ServerArguments.ServerOption, key), console), console);
    }

    private static string? After(string[] words, string option) => Array.IndexOf(words, option) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    private static async Task<IEnumerable<string>> RunsAsync(IRunDesk desk, CancellationToken cancellation) =>
        (await desk.ListRunsAsync(new RunQuery { Limit = MostRuns }, cancellation).ConfigureAwait(false)).Select(run => run.Id);

    private static async Task<IEnumerable<string>> TasksAsync(IRunDesk desk, CancellationToken cancellation) =>
        (await desk.ListTasksAsync(cancellation).ConfigureAwait(false)).Keys;
}
