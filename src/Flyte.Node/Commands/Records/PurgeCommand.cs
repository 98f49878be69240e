using System.CommandLine;
using System.CommandLine.Parsing;
using Flyte.Actors;

namespace Flyte.Node.Commands.Records;

/// <summary><c>purge</c>: removes runs that have ended, with all that is recorded of them.</summary>
internal sealed class PurgeCommand : RuntimeCommand
{
    private const int PageSize = 1000;

    private readonly Argument<string[]> ids = new("ID") { Description = "Runs to remove; they have ended.", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<string?> endedBefore = new("--ended-before")
    {
        Description = "All runs that ended longer ago than 30d, 12h, 45m or 90s, say; 0s for all that have ended.",
        HelpName = "SPAN",
    };

    internal PurgeCommand(NodeConsole console, RuntimeSource runtime)
        : base("purge", "Removes runs that have ended, with their results.", console, runtime)
    {
        endedBefore.Validators.Add(Check);
        Add(ids);
        Add(endedBefore);
        AddRuntimeOptions();
        SetAction((parsed, _) => PurgeAsync(parsed));
    }

    private async Task<int> PurgeAsync(ParseResult parsed)
    {
        var (named, span) = (parsed.GetValue(ids) ?? [], parsed.GetValue(endedBefore));
        if ((named.Length == 0) == span is null)
        {
            throw new UsageException("It is not said which runs to remove.", "Give either their IDs or --ended-before SPAN.");
        }

        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var chosen = span is null ? await NamedAsync(session, named).ConfigureAwait(false) : await OldAsync(session, SpanText.Parse(span)!.Value).ConfigureAwait(false);
        foreach (var id in chosen)
        {
            await session.Run(id).PurgeAsync(Console.Interrupted).ConfigureAwait(false);
        }

        // A list that is asked for after the removals has heard of all of them.
        await session.Desk.ListRunsAsync(new RunQuery { Limit = 1 }, Console.Interrupted).ConfigureAwait(false);
        Console.Say(chosen is [var one] ? $"run {one} is removed" : $"{chosen.Count} runs are removed");
        return ExitCode.Done;
    }

    // All are looked at before any is removed.
    private static async Task<List<string>> NamedAsync(Session session, string[] named)
    {
        foreach (var id in named)
        {
            var (_, info) = await session.FindAsync(id).ConfigureAwait(false);
            if (info.EndedAt is null)
            {
                throw new UsageException($"The run '{id}' has not ended.", $"End it first: '{session.Command("abort", id)}'.");
            }
        }

        return [.. named.Distinct(StringComparer.Ordinal)];
    }

    // A page begins after the last run of the one before, so that nothing is removed before all are found.
    private async Task<List<string>> OldAsync(Session session, TimeSpan span)
    {
        var (found, before, last) = (new List<string>(), Before(span), (string?)null);
        IReadOnlyList<RunInfo> page;
        do
        {
            page = await session.Desk.ListRunsAsync(new RunQuery { Limit = PageSize, After = last }, Console.Interrupted).ConfigureAwait(false);
            found.AddRange(page.Where(run => run.EndedAt <= before).Select(run => run.Id));
            last = page.Count > 0 ? page[^1].Id : last;
        }
        while (page.Count == PageSize);
        return found;
    }

    private DateTimeOffset Before(TimeSpan span) =>
        Console.Time.GetUtcNow() is var now && span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;

    private static void Check(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && SpanText.Parse(text) is null)
        {
            result.AddError($"--ended-before '{text}' is no span of time: give {SpanText.Form}.");
        }
    }
}
