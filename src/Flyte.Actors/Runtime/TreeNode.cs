using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>A run in its tree, over all attempts at its caller: one actor for each of them, one after the other.</summary>
internal sealed class TreeNode(RunSpec first, IActorRef firstOwner)
{
    private readonly HashSet<IActorRef> formerOwners = [];
    private readonly Dictionary<int, List<TreeNode>> children = [];
    private IActorRef owner = firstOwner;

    internal RunSpec Spec { get; private set; } = first;

    /// <summary>The run's actor; null when it has closed and only its record is left.</summary>
    internal IActorRef? Actor { get; set; }

    /// <summary>What the run came to, of one that has closed.</summary>
    internal RunState? Closed { get; set; }

    /// <summary>Whether its items have called runs that are not among these any more, so that only the journal has them.</summary>
    internal bool HasMore { get; set; }

    /// <summary>What earlier attempts have recorded.</summary>
    internal Recall? Recall { get; set; }

    /// <summary>What waits for the actor of an earlier attempt to close; null when none is closing for a later one.</summary>
    internal Queue<(object Message, IActorRef Sender)>? Held { get; set; }

    /// <summary>
    /// Whether a message comes from another execution of the caller than the present one: its run is no more. One at an earlier attempt is
    /// known; one for an earlier home of the tree is told by saying what only a caller says. A root is everybody's.
    /// </summary>
    internal bool IsOutdated(IRunMessage message, IActorRef sender) =>
        Spec.Parent is not null && !owner.Equals(sender) && (formerOwners.Contains(sender) || IsCallers(message));

    internal void AddChild(TreeNode child)
    {
        if (!children.TryGetValue(child.Spec.ParentItem, out var ofItem))
        {
            children.Add(child.Spec.ParentItem, ofItem = []);
        }

        ofItem.Add(child);
    }

    /// <summary>The items that have called others, and have not ended.</summary>
    internal IReadOnlyCollection<int> Callers => [.. children.Where(child => child.Value.Exists(node => !node.Spec.Id.IsTraces)).Select(child => child.Key)];

    /// <summary>The runs that items have called which have not ended.</summary>
    internal IEnumerable<TreeNode> Children => children.Values.SelectMany(ofItem => ofItem);

    /// <summary>The runs that an item has called.</summary>
    internal IReadOnlyList<TreeNode> ChildrenOf(int item) => children.GetValueOrDefault(item) ?? [];

    /// <summary>Takes out the runs below an item, and all below those.</summary>
    internal List<TreeNode> TakeBelow(int item)
    {
        var below = new List<TreeNode>();
        if (children.Remove(item, out var ofItem))
        {
            HasMore |= ofItem.Exists(child => !child.Spec.Id.IsTraces);
            foreach (var child in ofItem)
            {
                below.Add(child);
                below.AddRange(child.children.Keys.ToArray().SelectMany(child.TakeBelow));
            }
        }

        return below;
    }

    /// <summary>Passes the run on to a later execution of its caller.</summary>
    internal void PassOn(RunSpec next, IActorRef nextOwner)
    {
        formerOwners.Add(owner);
        (Spec, owner) = (next, nextOwner);
    }

    private static bool IsCallers(IRunMessage message) =>
        message is StartRun or AddItems or ForgetRun or AbortRun { IsCallers: true } or AbortItem { IsCallers: true };
}
