using Akka.Actor;

namespace Flyte.Actors.Runtime;

/// <summary>A node where item actors of a run may live, and how many of them.</summary>
/// <param name="node">The node's name.</param>
/// <param name="item">What is started there for a slot: an item actor, or who stands for one on another node.</param>
/// <param name="knows">Whether a task is registered there.</param>
internal sealed class SlotPlace(string node, Props item, Func<string, bool> knows)
{
    /// <summary>Whether it is the node of the run itself.</summary>
    internal bool IsHome { get; init; }

    internal string Node => node;

    internal Props Item => item;

    /// <summary>How many the run may have there now.</summary>
    internal int Granted { get; set; }

    /// <summary>How many it has there.</summary>
    internal int Slots { get; set; }

    internal bool HasRoom => Slots < Granted;

    internal bool HasTooMany => Slots > Granted;

    internal bool Knows(string task) => knows(task);
}
