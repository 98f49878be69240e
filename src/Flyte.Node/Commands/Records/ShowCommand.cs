using System.CommandLine;
using Flyte.Node.Output;

namespace Flyte.Node.Commands.Records;

/// <summary><c>show ID</c>: all that is known of one run.</summary>
internal sealed class ShowCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new();

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
        var (_, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        foreach (var line in parsed.GetValue(json) ? [RunJson.Of(info)] : RunText.Lines(info, Console.Time))
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
