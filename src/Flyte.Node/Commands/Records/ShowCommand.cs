using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Documents;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>show ID</c>: all that is known of one run.</summary>
internal sealed class ShowCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new(orCalled: true);

    private readonly Option<bool> json = new("--json") { Description = "As a JSON object." };

    internal ShowCommand(NodeConsole console, RuntimeSource runtime)
        : base("show", "Shows a recorded run: its phase, its items by phase, its times, its error.", console, runtime)
    {
        Add(id);
        Add(json);
        AddRuntimeOptions();
        SetAction((parsed, _) => ShowAsync(parsed));
    }

    private async Task<int> ShowAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (_, found) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        var info = !found.IsOver() && !session.IsElsewhere ? found with { Notice = await StandingAsync(found, session).ConfigureAwait(false) } : found;
        foreach (var line in parsed.GetValue(json) ? [DocumentJson.Write(RunDocument.Of(info))] : RunText.Lines(info, Console.Time))
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    // The runtime of this command executes nothing, which says nothing of the run.
    private async Task<string> StandingAsync(RunInfo run, Session session) => run.CalledBelow() is { } root
        ? $"It stands still unless a process works on the run that it was called in: '{session.Command("resume", root)}' goes on with that."
        : await session.Desk.FindTaskAsync(run.Task, Console.Interrupted).ConfigureAwait(false) is not null
        ? $"It stands still unless a process works on it: '{session.Command("resume", run.Id)}' goes on with it."
        : $"It stands still unless a process works on it that has its task '{run.Task}': '{session.Command("resume", run.Id)}', with {TasksOption.OptionName} unless the settings name its assembly.";
}
