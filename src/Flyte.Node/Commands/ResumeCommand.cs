using System.CommandLine;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands;

/// <summary><c>resume ID</c>: goes on with a recorded run and prints its results.</summary>
internal sealed class ResumeCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new();

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each item." };

    internal ResumeCommand(NodeConsole console, RuntimeSource runtime)
        : base("resume", "Goes on with a recorded run whose process has ended, and prints all its results, as 'run' does.", console, runtime)
    {
        Add(id);
        Add(json);
        AddRuntimeOptions(executes: true);
        SetAction((parsed, _) => ResumeAsync(parsed));
    }

    private async Task<int> ResumeAsync(ParseResult parsed)
    {
        if (Server(parsed) is { } server)
        {
            throw new UsageException(
                $"'resume' has this process go on with a run, and those of {server} go on there by themselves.",
                $"'{Console.Program} watch {parsed.GetRequiredValue(id)}' follows one, 'results' prints what it has; for a store of this machine give {StoreOption.OptionName}.");
        }

        var session = await OpenToGoOnAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        if (info.EndedAt is null)
        {
            await session.CheckTaskAsync(info, $"The run '{info.Id}' waits for its").ConfigureAwait(false);
        }

        Console.Say(info.EndedAt is null
            ? $"run {info.Id} goes on: {info.Items.Done} of its {info.Items.Total} items are recorded in {session.Place}"
            : $"run {info.Id} has ended before: its results are read from {session.Place}");
        if (info.IsCut())
        {
            Console.Say($"warning: its other inputs were not recorded: the command that started it gives them, with --id {info.Id}");
        }

        if (info.EndedAt is null)
        {
            await session.SayOthersAsync(info.Id).ConfigureAwait(false);
        }

        return await new FollowJob(session, Console).FollowAsync(run, info, parsed.GetValue(json)).ConfigureAwait(false);
    }
}
