using System.CommandLine;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>resize ID N</c>: changes how many items of a run are in flight at most.</summary>
internal sealed class ResizeCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new();

    private readonly Argument<int> concurrency = new("N") { Description = "The most items in flight; 0 for the runtime's bound." };

    internal ResizeCommand(NodeConsole console, RuntimeSource runtime)
        : base("resize", "Changes how many items of a run are in flight at most; what runs is not stopped.", console, runtime)
    {
        concurrency.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var n) && n < 0)
            {
                result.AddError($"{text} items cannot be in flight: give a number, or 0 for the runtime's bound.");
            }
        });
        Add(id);
        Add(concurrency);
        AddRuntimeOptions();
        SetAction((parsed, _) => ResizeAsync(parsed));
    }

    private async Task<int> ResizeAsync(ParseResult parsed)
    {
        var session = await OpenRecordsAsync(parsed).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        if (info.EndedAt is not null)
        {
            throw new UsageException($"The run '{info.Id}' has ended already: it is {PhaseText.Of(info.Phase)}.", $"'{session.Command("rerun", info.Id)}' runs it again.");
        }

        await run.ResizeAsync(parsed.GetValue(concurrency), Console.Interrupted).ConfigureAwait(false);
        var now = await run.GetInfoAsync(Console.Interrupted).ConfigureAwait(false);
        Console.Say($"run {run.Id} has at most {now.Concurrency} items in flight");
        return ExitCode.Done;
    }
}
