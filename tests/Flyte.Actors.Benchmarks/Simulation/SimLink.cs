using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A node as a place of a run: what it and the node's gate know of each other, and the slots there.</summary>
internal sealed class SimLink(SimNode node)
{
    public SimNode Node { get; } = node;

    public List<SimSlot> Slots { get; } = [];

    public GateLink Gate { get; } = new();

    public bool IsUnused => Gate.IsUnused && Slots.Count == 0;

    public NodeView View(bool isHome) => Gate.Show(new NodeView
    {
        Address = Node.Name,
        Capacity = Scenario.SlotsPerNode,
        Free = Node.Load.Free,
        Fair = Node.Load.Fair,
        KnowsTask = true,
        IsHome = isHome,
    });
}
