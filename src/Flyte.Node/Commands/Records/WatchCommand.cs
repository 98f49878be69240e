using System.CommandLine;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands.Records;

/// <summary><c>watch ID</c>: how a run goes on that others work on, to its end.</summary>
internal sealed class WatchCommand : RuntimeCommand
{
    private readonly RunIdArgument id = new(orCalled: true);

    private readonly Option<bool> json = new("--json") { Description = "The run as a JSON object a line, whenever it has changed." };

    private readonly ClusterOption cluster = new("A node, as HOST:PORT, of the cluster whose run it is; several for when one is away.");

    internal WatchCommand(NodeConsole console, RuntimeSource runtime)
        : base("watch", "Shows the progress of a run that another process works on, until it ends; Ctrl-C leaves it alone.", console, runtime)
    {
        Add(id);
        Add(json);
        Add(cluster);
        AddRuntimeOptions();
        SetAction((parsed, _) => WatchAsync(parsed));
    }

    private async Task<int> WatchAsync(ParseResult parsed)
    {
        var session = await (Server(parsed, cluster) is null && parsed.GetValue(cluster) is [_, ..] seeds ? OpenClusterAsync(parsed, seeds) : OpenRecordsAsync(parsed)).ConfigureAwait(false);
        var (run, info) = await session.FindAsync(parsed.GetRequiredValue(id)).ConfigureAwait(false);
        if (!info.IsOver() && !session.IsElsewhere)
        {
            throw new UsageException(
                $"Nobody works on the run '{info.Id}' while this process looks at its store.",
                $"'{session.Command("resume", info.Id)}' goes on with it; of a cluster or another node give {ClusterOption.OptionName} or {Remote.ServerArguments.ServerOption}.");
        }

        return await new WatchJob(run, session, Console).WatchAsync(parsed.GetValue(json)).ConfigureAwait(false);
    }
}
