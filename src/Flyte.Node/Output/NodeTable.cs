using System.Globalization;
using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Node.Output;

/// <summary>Nodes as rows, with how many of their slots are at work.</summary>
internal static class NodeTable
{
    private const string Unknown = "?";

    internal static TextTable Of(IReadOnlyList<NodeInfo> nodes)
    {
        var table = new TextTable("node", "status", "roles", "async", "sync", "tasks", "answers");
        foreach (var node in nodes)
        {
            table.Add(
                node.Address,
                PhaseText.Of(node.Status),
                RolesText.Show(node.Roles),
                Load(node.Slots, node.FreeSlots, node.Busy),
                Load(node.CpuSlots, node.FreeCpuSlots, busy: null),
                Number(node.Tasks.Count),
                node.IsSelf ? "here" : "");
        }

        table.AlignRight(3, 4, 5);
        return table;
    }

    // A process that is alone has as many slots as its runs need, for bodies of both kinds.
    private static string Load(int? slots, int? free, int? busy) => (slots, free, busy) switch
    {
        ({ } all, { } rest, _) => $"{Number(all - rest)} of {Number(all)}",
        ({ } all, null, _) => $"{Unknown} of {Number(all)}",
        (null, _, { } working) => $"{Number(working)} at work",
        _ => Unknown,
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
