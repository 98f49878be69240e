using System.CommandLine;
using Flyte.Actors;

namespace Flyte.Node.Commands;

/// <summary><c>rerun ID</c>: all items of a run again; and <c>recover ID</c>: those that did not succeed. Either is a run of its own.</summary>
internal sealed class RerunCommand : RuntimeCommand
{
    private readonly RunIdArgument source = new();

    private readonly Option<string[]> force = new("--force")
    {
        Description = "Items that are run though they succeeded, such as 3,10-20; can be repeated.",
        HelpName = "ITEMS",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> inputs = new("--input")
    {
        Description = "INDEX=JSON, another input for an item, which is run; can be repeated.",
        HelpName = "INPUT",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> id = new("--id") { Description = "The new run's id.", HelpName = "ID" };

    private readonly Option<string?> name = new("--name") { Description = "The new run's name; without it, that of the other.", HelpName = "NAME" };

    private readonly LabelOption labels = new("KEY=VALUE for the new run, instead of the other's; can be repeated.");

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each item." };

    private readonly bool recovers;

    private RerunCommand(string name, string description, bool recovers, NodeConsole console, RuntimeSource runtime)
        : base(name, description, console, runtime)
    {
        this.recovers = recovers;
        Add(source);
        if (recovers)
        {
            Add(force);
        }

        Add(inputs);
        Add(id);
        Add(this.name);
        Add(labels);
        Add(json);
        AddRuntimeOptions(executes: true);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    internal static RerunCommand Whole(NodeConsole console, RuntimeSource runtime) => new(
        "rerun", "Runs a run that has ended again, with the same inputs, in a run of its own.", recovers: false, console, runtime);

    internal static RerunCommand Rest(NodeConsole console, RuntimeSource runtime) => new(
        "recover", "Runs what did not succeed in a run again, in a run of its own; what succeeded keeps its result.", recovers: true, console, runtime);

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var session = await OpenToGoOnAsync(parsed).ConfigureAwait(false);
        var (_, old) = await session.FindAsync(parsed.GetRequiredValue(source)).ConfigureAwait(false);
        var options = Options(parsed, session, old);
        if (old.EndedAt is null)
        {
            throw new UsageException(
                $"The run '{old.Id}' has not ended.", $"{(session.IsElsewhere ? "Wait for its end" : "Go on with it")} by '{session.Command(session.IsElsewhere ? "watch" : "resume", old.Id)}', or end it by '{session.Command("abort", old.Id)}'.");
        }

        await session.CheckTaskAsync(old, $"The run '{old.Id}' is one of").ConfigureAwait(false);
        Console.Interrupted.ThrowIfCancellationRequested();
        var run = await session.Desk.RerunAsync(old.Id, options, CancellationToken.None).ConfigureAwait(false);
        Console.Say(recovers
            ? $"run {run.Id} takes over what succeeded in {old.Id}, and is recorded in {session.Place}"
            : $"run {run.Id} runs {old.Id} again, and is recorded in {session.Place}");
        await session.SayOthersAsync(run.Id).ConfigureAwait(false);
        var info = await run.GetInfoAsync().ConfigureAwait(false);
        return await new FollowJob(session, Console).FollowAsync(run, info, parsed.GetValue(json), old.Items.Total).ConfigureAwait(false);
    }

    private new RerunOptions Options(ParseResult parsed, Session session, RunInfo old)
    {
        var chosen = parsed.GetValue(id);
        if (chosen is not null)
        {
            session.Run(chosen);
        }

        var given = labels.Read(parsed);
        return new RerunOptions
        {
            Id = chosen,
            Name = parsed.GetValue(name),
            Labels = given.Count > 0 ? given : null,
            Recover = recovers,
            Force = recovers ? ItemText.Items(parsed.GetValue(force) ?? [], old.Items.Total) : [],
            Inputs = ItemText.Inputs(parsed.GetValue(inputs) ?? [], old.Items.Total),
        };
    }
}
