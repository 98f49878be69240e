using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The entity of one root run: the runs below it, each a supervisor of its own, found by their ids. They end with the item that
/// called them; while that may be executed again, what they recorded stays.
/// </summary>
internal sealed class RunTreeActor(RunSettings settings) : UntypedActor
{
    private readonly Dictionary<RunId, TreeNode> nodes = [];
    private RunId root;
    private int spawned;

    internal static Props Props(RunSettings settings) =>
        Akka.Actor.Props.Create(() => new RunTreeActor(settings)).WithDispatcher(FlyteDispatcher.Id);

    /// <summary>A run whose own code fails cannot be trusted with its ledger: its whole tree ends, and says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var (region, tree) = (Context.Parent, this);
        return new OneForOneStrategy(crash =>
        {
            region.Tell(new RunCrashed(tree.root, $"{crash.GetType().Name}: {crash.Message}"));
            return Directive.Escalate;
        });
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartRun start:
                OnStart(start);
                break;
            case AttemptEnded ended:
                OnAttemptEnded(ended);
                break;
            case RunClosed closed when nodes.TryGetValue(closed.RunId, out var node) && Sender.Equals(node.Actor):
                OnClosed(node, closed.Recall);
                break;
            case ForgetRun forget when nodes.TryGetValue(forget.RunId, out var node) && !node.IsOutdated(Sender):
                Forget(node);
                break;
            case RunChanged changed:
                Context.Parent.Tell(changed);
                break;
            case IRunMessage about and not (ForgetRun or RunClosed):
                Deliver(about);
                break;
        }
    }

    private void OnStart(StartRun start)
    {
        var attempt = start.Spec.ParentAttempt;
        if (!nodes.TryGetValue(start.RunId, out var node))
        {
            Add(start);
        }
        else if (attempt > node.Spec.ParentAttempt)
        {
            node.PassOn(start.Spec, Sender);
            if (node.Actor is null)
            {
                Spawn(node);
            }
            else
            {
                node.Held ??= [];
                node.Actor.Tell(new CloseRun(start.RunId));
            }
        }

        Deliver(start);
    }

    private void Add(StartRun start)
    {
        var node = new TreeNode(start.Spec, Sender);
        if (start.Spec.Parent is { } parentId)
        {
            if (!nodes.TryGetValue(parentId, out var parent))
            {
                return;
            }

            parent.AddChild(node);
        }

        root = new RunId(start.RunId.Root);
        nodes.Add(start.RunId, node);
        Spawn(node);
    }

    private void Deliver(IRunMessage message)
    {
        if (!nodes.TryGetValue(message.RunId, out var node) || node.IsOutdated(Sender))
        {
            Sender.Tell(RunRejected.Unknown(message.RunId));
        }
        else if (node.Held is { } held)
        {
            held.Enqueue((message, Sender));
        }
        else if (node.Actor is { } run)
        {
            run.Forward(message);
        }
        else
        {
            Sender.Tell(RunRejected.Unknown(message.RunId));
        }
    }

    private void OnAttemptEnded(AttemptEnded ended)
    {
        if (!nodes.TryGetValue(ended.RunId, out var caller))
        {
            return;
        }

        if (!ended.WillRunAgain)
        {
            caller.TakeBelow(ended.Index).ForEach(Stop);
            return;
        }

        foreach (var node in caller.ChildrenOf(ended.Index).Where(child => child.Spec.ParentAttempt <= ended.Attempt))
        {
            node.Actor?.Tell(new CloseRun(node.Spec.Id));
        }
    }

    private void OnClosed(TreeNode node, Recall recall)
    {
        (node.Actor, node.Recall) = (null, recall);
        if (node.Held is { } held)
        {
            node.Held = null;
            Spawn(node);
            foreach (var (message, sender) in held)
            {
                node.Actor!.Tell(message, sender);
            }
        }
    }

    // A run that a further attempt may look for leaves its record; its actors are not needed for that.
    private void Forget(TreeNode node)
    {
        if (node.Spec.IsRecalled)
        {
            node.Actor?.Tell(new CloseRun(node.Spec.Id));
        }
        else
        {
            Stop(node);
        }
    }

    private void Spawn(TreeNode node) =>
        node.Actor = Context.ActorOf(RunActor.Props(node.Spec, settings, node.Recall), $"run-{++spawned}");

    private void Stop(TreeNode node)
    {
        nodes.Remove(node.Spec.Id);
        if (node.Actor is { } run)
        {
            Context.Stop(run);
        }
    }
}
