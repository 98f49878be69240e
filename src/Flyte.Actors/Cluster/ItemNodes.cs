using System.Collections.Frozen;
using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Cluster;

/// <summary>A node that executes items, as it last described itself.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Gate">Its gate.</param>
/// <param name="Capacity">How many slots it has.</param>
/// <param name="Free">How many of them were free.</param>
/// <param name="IsDraining">Whether it is leaving.</param>
/// <param name="Tasks">The tasks that are registered there.</param>
/// <param name="Fair">How many slots runs have on all nodes that lack some there, in the mean; null when none does.</param>
internal sealed record ItemNode(string Node, IActorRef Gate, int Capacity, int Free, bool IsDraining, FrozenSet<string> Tasks, int? Fair = null)
{
    /// <summary>The slots for the tasks that compute; null where these have the same ones as all others.</summary>
    internal CpuReport? Cpu { get; init; }

    /// <summary>Whether it says what its tasks are.</summary>
    internal bool Describes { get; init; }

    /// <summary>The slots for the items of a run of one task, or of calls of any: how many there are, how many were free, and what is fair.</summary>
    internal (int Capacity, int Free, int? Fair) RoomFor(string task) =>
        task.Length > 0 && Cpu is { } cpu && cpu.Tasks.Contains(task, StringComparer.Ordinal) ? (cpu.Capacity, cpu.Free, cpu.Fair) : (Capacity, Free, Fair);

    /// <summary>Whether it executes items of a task; the calls of an item may be of any.</summary>
    internal bool Knows(string task) => task.Length == 0 || Tasks.Contains(task);

    /// <summary>Whether only what it has free is another.</summary>
    internal bool IsAs(ItemNode before) =>
        Node == before.Node && Gate.Equals(before.Gate) && Capacity == before.Capacity && Cpu?.Capacity == before.Cpu?.Capacity && IsDraining == before.IsDraining
        && (Tasks == before.Tasks || Tasks.SetEquals(before.Tasks));
}

/// <summary>The nodes that execute items, as this one sees them: written by the <see cref="NodeBoardActor"/>, read by all runs.</summary>
internal sealed class ItemNodes(string self)
{
    private volatile Picture now = new([], 0);

    /// <summary>The address of this node.</summary>
    internal string Self => self;

    /// <summary>All of them, this one first if it is one, and the others in an order that is another one on each node.</summary>
    internal IReadOnlyList<ItemNode> All
    {
        get => now.All;
        set => now = new Picture(value, IsAs(value, now.All) ? now.Version : now.Version + 1);
    }

    /// <summary>All of them at one time.</summary>
    internal Picture Now => now;

    private static bool IsAs(IReadOnlyList<ItemNode> nodes, IReadOnlyList<ItemNode> before) =>
        nodes.Count == before.Count && nodes.Zip(before, (node, other) => node.IsAs(other)).All(isAs => isAs);

    /// <summary>How an address is shown and compared.</summary>
    internal static string NameOf(Address address) => $"{address.Host}:{address.Port}";

    /// <summary>All nodes at one time.</summary>
    /// <param name="all">They.</param>
    /// <param name="version">Another one whenever nodes come, go or change in more than what they have free.</param>
    internal sealed class Picture(IReadOnlyList<ItemNode> all, int version)
    {
        // One that was started again may be there twice for a while.
        private readonly Dictionary<string, ItemNode> byName =
            all.GroupBy(node => node.Node, StringComparer.Ordinal).ToDictionary(nodes => nodes.Key, nodes => nodes.Last(), StringComparer.Ordinal);

        internal IReadOnlyList<ItemNode> All => all;

        internal int Version => version;

        internal ItemNode? Find(string node) => byName.GetValueOrDefault(node);
    }
}
