using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands.Records;

/// <summary><c>abort ID</c>: ends a recorded run, or one item of it, that no process is working on.</summary>
internal sealed class AbortCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new(orCalled: true);

    private readonly ItemOption item = new("that item");

    private readonly Option<string?> reason = new("--reason") { Description = "What the errors of the aborted items say.", HelpName = "TEXT" };

    internal AbortCommand(NodeConsole console, RuntimeSource runtime)
        : base("abort", "Ends a recorded run, or one item of it: what was not done is recorded as aborted.", console, runtime)
    {
        Add(id);
        Add(item);
        Add(reason);
        AddRuntimeOptions();
        SetAction((parsed, _) => AbortAsync(parsed));
    }

    private async Task<int> AbortAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        if (info.EndedAt is not null)
        {
            throw new UsageException(
                $"The run '{info.Id}' has ended already: it is {PhaseText.Of(info.Phase)}.", $"'{session.Command("purge", info.Id)}' removes it.");
        }

        if (parsed.GetValue(item) is { } index)
        {
            await AbortItemAsync(run, info, index, parsed.GetValue(reason)).ConfigureAwait(false);
            Console.Say($"item {index} of run {run.Id} is aborted");
        }
        else
        {
            await run.AbortAsync(parsed.GetValue(reason), Console.Interrupted).ConfigureAwait(false);
            var end = await run.WaitAsync(Console.Interrupted).ConfigureAwait(false);
            Console.Say($"run {run.Id} is {PhaseText.Of(end.Phase)}: {end.Items.Done - end.Items.Aborted} of its {end.Items.Total} items were done before");
        }

        return ExitCode.Done;
    }

    // The run answers before it has recorded anything: the next result that it records is waited for.
    private async Task AbortItemAsync(IRun run, RunInfo info, int index, string? why)
    {
        if (index >= info.Items.Total)
        {
            throw new UsageException($"The run '{info.Id}' has no item {index}.", $"It has {info.Items.Total} items; the first is --item 0.");
        }

        var page = await run.ListItemsAsync(new ItemQuery { From = index, Limit = 1 }, Console.Interrupted).ConfigureAwait(false);
        if (page.Items is [{ Phase: >= ItemPhase.Succeeded }])
        {
            throw new UsageException($"Item {index} of run '{info.Id}' has ended already.", "It keeps its result.");
        }

        await run.AbortItemAsync(index, why, Console.Interrupted).ConfigureAwait(false);

        // The results of a run that was called are its caller's, who may end with them, and it with its caller.
        if (info.CalledBelow() is null)
        {
            await run.ResultsAsync(asCompleted: true, from: info.Items.Done).FirstAsync(result => result.Index == index, Console.Interrupted).ConfigureAwait(false);
        }
    }
}
