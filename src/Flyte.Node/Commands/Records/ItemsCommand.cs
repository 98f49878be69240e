using System.CommandLine;
using System.CommandLine.Parsing;
using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>items ID</c>: the items of a recorded run, or those of a phase, page by page; nothing is executed for it.</summary>
internal sealed class ItemsCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new(orCalled: true);

    private readonly Option<string?> phase = new("--phase") { Description = $"Only items of that phase: {string.Join(", ", PhaseText.OfItems)}.", HelpName = "PHASE" };

    private readonly Option<int> from = new("--from") { Description = "Only items from that position among the inputs on, counted from 0.", HelpName = "N" };

    private readonly LimitOption limit = new(ItemQuery.MaxLimit);

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each item." };

    internal ItemsCommand(NodeConsole console, RuntimeSource runtime)
        : base("items", "Lists the items of a recorded run by phase: inputs, attempts, results and errors.", console, runtime)
    {
        phase.Validators.Add(CheckPhase);
        from.Validators.Add(result => NumberCheck.AtLeast(0, result));
        Add(id);
        Add(phase);
        Add(from);
        Add(limit);
        Add(json);
        AddRuntimeOptions();
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        var query = Query(parsed);
        var page = await run.ListItemsAsync(query, Console.Interrupted).ConfigureAwait(false);
        if (parsed.GetValue(json))
        {
            page.Items.ToList().ForEach(item => Console.Out.WriteLine(DocumentJson.Write(ItemDocument.Of(item))));
        }
        else if (page.Items.Count > 0)
        {
            ItemTable.Of(page.Items, Console.Time).WriteTo(Console.Out);
        }
        else
        {
            Console.Say(
                $"run {info.Id} has no {(query.Phase is { } wanted ? $"{PhaseText.Of(wanted)} " : "")}items{(query.From > 0 ? $" from {query.From} on" : "")}");
        }

        if (page.Next is { } next)
        {
            Console.Say($"there are more: --from {next}");
        }

        return ExitCode.Done;
    }

    private ItemQuery Query(ParseResult parsed) => new()
    {
        Phase = parsed.GetValue(phase) is { } text ? Enum.Parse<ItemPhase>(text, ignoreCase: true) : null,
        From = parsed.GetValue(from),
        Limit = parsed.GetValue(limit),
    };

    private static void CheckPhase(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !PhaseText.OfItems.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            var meant = NearestName.Find(text, PhaseText.OfItems);
            result.AddError($"--phase '{text}' is no phase of an item.{(meant is null ? "" : $" Did you mean '{meant}'?")} Give one of {string.Join(", ", PhaseText.OfItems)}.");
        }
    }
}
