using System.CommandLine;
using System.CommandLine.Parsing;
using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>runs</c>: the recorded runs, newest first.</summary>
internal sealed class RunsCommand : RuntimeCommand
{
    private readonly Option<string?> phase = new("--phase") { Description = $"Only runs of that phase: {string.Join(", ", PhaseText.All)}.", HelpName = "PHASE" };

    private readonly Option<string?> task = new("--task") { Description = "Only runs of that task.", HelpName = "TASK" };

    private readonly Option<string?> name = new("--name") { Description = "Only runs of that name.", HelpName = "NAME" };

    private readonly LabelOption labels = new("Only runs that have KEY=VALUE; can be repeated.");

    private readonly LimitOption limit = new();

    private readonly Option<string?> after = new("--after") { Description = "Only runs after the one of that id, the last of the page before.", HelpName = "ID" };

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each run." };

    internal RunsCommand(NodeConsole console, RuntimeSource runtime)
        : base("runs", "Lists the recorded runs, newest first.", console, runtime)
    {
        phase.Validators.Add(CheckPhase);
        Add(phase);
        Add(task);
        Add(name);
        Add(labels);
        Add(limit);
        Add(after);
        Add(json);
        AddRuntimeOptions();
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (most, from) = (parsed.GetValue(limit), parsed.GetValue(after));
        if (from is not null)
        {
            await session.FindAsync(from).ConfigureAwait(false);
        }

        var found = await session.Desk.ListRunsAsync(await QueryAsync(parsed, session).ConfigureAwait(false), Console.Interrupted).ConfigureAwait(false);
        var page = found.Take(most).ToList();
        if (parsed.GetValue(json))
        {
            page.ForEach(run => Console.Out.WriteLine(DocumentJson.Write(RunDocument.Of(run))));
        }
        else if (page.Count > 0)
        {
            RunTable.Of(page, Console.Time).WriteTo(Console.Out);
        }
        else
        {
            Console.Say($"no such runs in {session.Place}");
        }

        if (found.Count > most)
        {
            Console.Say($"there are more: --after {page[^1].Id}");
        }

        return ExitCode.Done;
    }

    // One more than is shown tells whether there are more.
    private async Task<RunQuery> QueryAsync(ParseResult parsed, Session session) => new()
    {
        Phase = parsed.GetValue(phase) is { } text ? Enum.Parse<RunPhase>(text, ignoreCase: true) : null,
        Task = parsed.GetValue(task) is { } typed ? await FullNameAsync(typed, session).ConfigureAwait(false) : null,
        Name = parsed.GetValue(name),
        Labels = labels.Read(parsed) is { Count: > 0 } given ? given : null,
        After = parsed.GetValue(after),
        Limit = parsed.GetValue(limit) is var most && most < int.MaxValue ? most + 1 : most,
    };

    private static void CheckPhase(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !PhaseText.All.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            var meant = NearestName.Find(text, PhaseText.All);
            result.AddError($"--phase '{text}' is no phase{(meant is null ? "" : $" (did you mean '{meant}'?)")}: give one of {string.Join(", ", PhaseText.All)}.");
        }
    }

    // The task of an old run may be gone: its full name is taken as it is.
    private async Task<string> FullNameAsync(string typed, Session session) =>
        typed.Contains('.', StringComparison.Ordinal) ? typed : new TaskCatalog(await session.Desk.ListTasksAsync(Console.Interrupted).ConfigureAwait(false)).Find(typed).Name;
}
