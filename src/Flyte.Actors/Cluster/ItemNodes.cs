using System.Collections.Frozen;
using Akka.Actor;

namespace Flyte.Actors.Cluster;

/// <summary>A node that executes items, as it last described itself.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Gate">Its gate.</param>
/// <param name="Capacity">How many slots it has.</param>
/// <param name="Free">How many of them were free.</param>
/// <param name="IsDraining">Whether it is leaving.</param>
/// <param name="Tasks">The tasks that are registered there.</param>
internal sealed record ItemNode(string Node, IActorRef Gate, int Capacity, int Free, bool IsDraining, FrozenSet<string> Tasks);

/// <summary>The nodes that execute items, as this one sees them: written by the <see cref="NodeBoardActor"/>, read by all runs.</summary>
internal sealed class ItemNodes(string self)
{
    private volatile IReadOnlyList<ItemNode> all = [];

    /// <summary>The address of this node.</summary>
    internal string Self => self;

    /// <summary>All of them, this one first if it is one, and the others in an order that is another one on each node.</summary>
    internal IReadOnlyList<ItemNode> All
    {
        get => all;
        set => all = value;
    }

    /// <summary>How an address is shown and compared.</summary>
    internal static string NameOf(Address address) => $"{address.Host}:{address.Port}";
}
