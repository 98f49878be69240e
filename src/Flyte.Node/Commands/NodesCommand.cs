using System.CommandLine;
using Flyte.Node.Documents;
using Flyte.Node.Output;
using Flyte.Node.Remote;

namespace Flyte.Node.Commands;

/// <summary><c>nodes</c>: who executes the runs of a node and its cluster, and how much each has to do.</summary>
internal sealed class NodesCommand : Command
{
    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each node, with the names of its tasks." };

    private readonly ServerArguments server = new();
    private readonly NodeConsole console;

    internal NodesCommand(NodeConsole console)
        : base("nodes", "Lists the nodes of a cluster with their roles, their slots and what they have to do.")
    {
        this.console = console;
        Add(json);
        server.AddTo(this);
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var address = server.Read(parsed, console) ?? throw new UsageException(
            "Nodes are processes that 'serve' has started, and a store has none: this process alone would be one.",
            $"Name one of them by {ServerArguments.ServerOption} URL, its web interface, or by {ServerArguments.ServerVariable}.");
        var all = await new RemoteDesk(new RemoteNode(address, console), console).ListNodesAsync(console.Interrupted).ConfigureAwait(false);
        if (parsed.GetValue(json))
        {
            foreach (var node in all)
            {
                await console.Out.WriteLineAsync(DocumentJson.Write(NodeDocument.Of(node))).ConfigureAwait(false);
            }
        }
        else
        {
            NodeTable.Of(all).WriteTo(console.Out);
        }

        return ExitCode.Done;
    }
}
