using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Output;

namespace Flyte.Node.Documents;

/// <summary>A node of the cluster, or the one that is alone.</summary>
internal sealed record NodeDocument
{
    public required string Address { get; init; }

    public required string Roles { get; init; }

    public required string Status { get; init; }

    /// <summary>Whether it is the one that answers.</summary>
    public required bool IsSelf { get; init; }

    /// <summary>How many items with asynchronous bodies it executes at once; null where nothing bounds them, or it is not known yet.</summary>
    public int? Slots { get; init; }

    public int? FreeSlots { get; init; }

    /// <summary>The same for synchronous bodies.</summary>
    public int? CpuSlots { get; init; }

    public int? FreeCpuSlots { get; init; }

    /// <summary>How many item actors of its runs work now; known of the one that answers.</summary>
    public int? Busy { get; init; }

    public required IReadOnlyList<string> Tasks { get; init; }

    internal static NodeDocument Of(NodeInfo node) => new()
    {
        Address = node.Address,
        Roles = RolesText.Show(node.Roles),
        Status = PhaseText.Of(node.Status),
        IsSelf = node.IsSelf,
        Slots = node.Slots,
        FreeSlots = node.FreeSlots,
        CpuSlots = node.CpuSlots,
        FreeCpuSlots = node.FreeCpuSlots,
        Busy = node.Busy,
        Tasks = node.Tasks,
    };

    /// <exception cref="ArgumentException">It has a role or a status that this program does not know.</exception>
    internal NodeInfo ToInfo() => new()
    {
        Address = Address,
        Roles = RolesText.Parse(Roles) ?? throw new ArgumentException($"There is no role '{Roles}'."),
        Status = Enum.Parse<NodeStatus>(Status, ignoreCase: true),
        IsSelf = IsSelf,
        Slots = Slots,
        FreeSlots = FreeSlots,
        CpuSlots = CpuSlots,
        FreeCpuSlots = FreeCpuSlots,
        Busy = Busy,
        Tasks = Tasks,
    };
}

/// <summary>All nodes.</summary>
internal sealed record NodesDocument(IReadOnlyList<NodeDocument> Nodes);
