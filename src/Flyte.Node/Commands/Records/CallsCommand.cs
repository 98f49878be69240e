using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Api;
using Flyte.Node.Configuration;
using Flyte.Node.Documents;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>calls ID</c>: the runs that the items of a recorded run have called, page by page; their ids are for <c>show</c> and <c>items</c>.</summary>
internal sealed class CallsCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new(orCalled: true);

    private readonly ItemOption item = new("what that item has called");

    private readonly Option<string?> after = new("--after") { Description = "Only runs after that place, which the page before ends with.", HelpName = "PLACE" };

    private readonly LimitOption limit = new(ChildQuery.MaxLimit);

    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each run." };

    internal CallsCommand(NodeConsole console, RuntimeSource runtime)
        : base("calls", "Lists the runs that the items of a recorded run have called: each map, and the single calls of each item together.", console, runtime)
    {
        Add(id);
        Add(item);
        Add(after);
        Add(limit);
        Add(json);
        AddRuntimeOptions();
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var query = Query(parsed);
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        var page = await run.ListChildrenAsync(query, Console.Interrupted).ConfigureAwait(false);
        if (parsed.GetValue(json))
        {
            page.Children.ToList().ForEach(child => Console.Out.WriteLine(DocumentJson.Write(new ChildDocument(child.Item, RunDocument.Of(child.Run)))));
        }
        else if (page.Children.Count > 0)
        {
            RunTable.Of(page.Children).WriteTo(Console.Out);
        }
        else
        {
            Console.Say(
                $"{(query.Item is { } one ? $"item {one} of run" : "run")} {info.Id} has called nothing{(query.After is { } last ? $" after {last}" : "")}");
        }

        if (page.Next is { } next)
        {
            Console.Say($"there are more: --after {next}");
        }

        return ExitCode.Done;
    }

    private ChildQuery Query(ParseResult parsed)
    {
        try
        {
            return new ChildQuery { Item = parsed.GetValue(item), After = parsed.GetValue(after), Limit = parsed.GetValue(limit) };
        }
        catch (ArgumentException e)
        {
            throw new UsageException(RuntimeSettings.Reason(e), "The line below a page that is not the last one has it.");
        }
    }
}
