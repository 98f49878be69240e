using System.CommandLine;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands.Records;

/// <summary><c>results ID</c>: what is recorded of the results of a run, and nothing is executed for it.</summary>
internal sealed class ResultsCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new();

    private readonly Option<bool> asCompleted = new("--as-completed") { Description = "In the order in which they were recorded, not in that of the inputs." };

    private readonly Option<int> from = new("--from") { Description = "How many results, in that order, to pass over.", HelpName = "N" };

    private readonly Option<bool> failed = new("--failed") { Description = "Only the items without a value." };

    internal ResultsCommand(NodeConsole console, RuntimeSource runtime)
        : base("results", "Prints the recorded results of a run, a JSON object a line, as 'run --json' does.", console, runtime)
    {
        from.Validators.Add(result => NumberCheck.AtLeast(0, result));
        Add(id);
        Add(asCompleted);
        Add(from);
        Add(failed);
        AddRuntimeOptions();
        SetAction((parsed, _) => PrintAsync(parsed));
    }

    private async Task<int> PrintAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);

        if (info.CalledBelow() is not null)
        {
            throw new UsageException(
                $"The results of run '{info.Id}' go to the item that has called it as they come.", $"'{session.Command("items", info.Id)}' has them by index.");
        }

        // In the order of the inputs the first item that is not done would stand before all others.
        var isOpen = info.EndedAt is null;
        if (isOpen)
        {
            Console.Say(
                $"run {info.Id} has not ended: {info.Items.Done} of its {info.Items.Total} items are recorded, and shown in that order; "
                + $"'{session.Command(session.IsElsewhere ? "watch" : "resume", info.Id)}' {(session.IsElsewhere ? "follows" : "goes on with")} it");
        }

        var position = parsed.GetValue(from);
        var most = isOpen ? Math.Max(0, info.Items.Done - position) : int.MaxValue;
        await PrintAsync(Results(run, isOpen || parsed.GetValue(asCompleted), position, most), parsed.GetValue(failed)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static IAsyncEnumerable<ItemResult<JsonElement>> Results(IRun run, bool asCompleted, int from, int most) =>
        most == int.MaxValue ? run.ResultsAsync(asCompleted, from) : run.ResultsAsync(asCompleted, from).Take(most);

    private async Task PrintAsync(IAsyncEnumerable<ItemResult<JsonElement>> results, bool failedOnly)
    {
        var printer = new JsonPrinter(new Screen(Console));
        try
        {
            await foreach (var result in results.WithCancellation(Console.Interrupted).ConfigureAwait(false))
            {
                if (!failedOnly || !result.IsSuccess)
                {
                    printer.Item(result, line: null);
                }
            }
        }
        catch (Exception e) when (e is RunEndedException or (FlyteException and not RunRejectedException))
        {
            // How the run ended is no failure of showing it.
            Console.Say(OneLine.Of(e.Message));
        }
    }
}
