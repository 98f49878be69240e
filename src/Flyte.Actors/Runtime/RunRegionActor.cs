using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>The root runs of this process: the door for everybody who knows a run by its id.</summary>
internal sealed class RunRegionActor(RunSettings settings) : UntypedActor
{
    private readonly Dictionary<string, IActorRef> trees = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, string> ids = [];
    private readonly Dictionary<string, Queue<(IRunMessage Message, IActorRef Sender)>> closing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> crashed = new(StringComparer.Ordinal);
    private readonly ITreeHost host = new LocalTreeHost(Context.Self);
    private IActorRef list = ActorRefs.Nobody;
    private int opened;

    internal static Props Props(RunSettings settings) =>
        ActorProps.Of(() => new RunRegionActor(settings));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        list = Context.ActorOf(
            settings.Recording is { } recording ? RecordedListActor.Props(recording) : RunListActor.Props(settings.FinishedRunsKept), "list");
        if (settings.Recording is { IsShared: false } own)
        {
            Context.ActorOf(RunResumer.Props(own, list), "resumer");
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TreeIdle idle when trees.TryGetValue(idle.RunId.Value, out var tree) && Sender.Equals(tree):
                closing.TryAdd(idle.RunId.Value, []);
                tree.Tell(new CloseTree(idle.RunId));
                break;
            case TreeBusy busy when closing.Remove(busy.RunId.Value, out var held):
                Send(held);
                break;
            case Terminated ended:
                Remove(ended.ActorRef);
                break;
            case RunChanged changed when trees.ContainsKey(changed.RunId.Value):
                list.Forward(changed);
                break;
            case ListRuns or RunRemoved or TreeEmpty:
                list.Forward(message);
                break;
            case TreeSuperseded superseded when trees.TryGetValue(superseded.RunId.Value, out var tree) && Sender.Equals(tree):
                closing.TryAdd(superseded.RunId.Value, []);
                list.Forward(superseded);
                break;
            case RunCrashed crash:
                crashed[crash.RunId.Value] = crash.Reason;
                break;
            case OpenTrees open:
                open.Roots.Where(root => !trees.ContainsKey(root.Value)).ToList().ForEach(root => Open(root, WriterStart.Recover));
                break;
            case IRunMessage about when closing.TryGetValue(about.RunId.Root, out var held):
                held.Enqueue((about, Sender));
                break;
            case ForgetRun { RunId.IsRoot: true } forget:
                Forget(forget.RunId.Value);
                break;
            case IRunMessage about and not (ForgetRun or TreeIdle or TreeBusy or RunChanged or TreeSuperseded):
                Deliver(about, Sender);
                break;
        }
    }

    private void Start(StartRun start, IActorRef sender)
    {
        if (!settings.Knows(start.Spec.Task))
        {
            sender.Tell(new RunRejected(start.RunId, ErrorCodes.UnknownTask, $"No task '{start.Spec.Task}' is registered with this runtime: add its environment."));
        }
        else if (start.Spec.Concurrency < 1)
        {
            sender.Tell(RunRejected.NoConcurrency(start.RunId, start.Spec.Concurrency));
        }
        else
        {
            if (!trees.TryGetValue(start.RunId.Value, out var tree))
            {
                tree = Open(start.RunId, start.Spec.IsRecorded ? StartOf(start) : null);
            }

            tree.Tell(start, sender);
        }
    }

    // Among nodes a start may have been carried out by another one before it comes here.
    private WriterStart StartOf(StartRun start) => start.IsNew && settings.Recording is not { IsShared: true } ? WriterStart.Fresh : WriterStart.Recover;

    private void Deliver(IRunMessage about, IActorRef sender)
    {
        var root = new RunId(about.RunId.Root);
        if (about is StartRun start && about.RunId.IsRoot)
        {
            Start(start, sender);
        }
        else if (about is RerunRun && settings.Recording is null)
        {
            sender.Tell(RunRejected.NotRecorded(about.RunId));
        }
        else if (trees.TryGetValue(root.Value, out var tree))
        {
            tree.Tell(about, sender);
        }
        else if (crashed.TryGetValue(root.Value, out var reason))
        {
            sender.Tell(RunRejected.Crash(about.RunId, reason));
        }
        else if (settings.Recording is not null)
        {
            Open(root, WriterStart.Recover).Tell(about, sender);
        }
        else
        {
            sender.Tell(RunRejected.Unknown(about.RunId));
        }
    }

    private IActorRef Open(RunId root, WriterStart? start)
    {
        var tree = Context.Watch(Context.ActorOf(RunTreeActor.Props(root, settings, host, start), $"tree-{++opened}"));
        trees.Add(root.Value, tree);
        ids.Add(tree, root.Value);
        return tree;
    }

    // At once, not when the tree has stopped: the id may be used again before.
    private void Forget(string id)
    {
        if (trees.Remove(id, out var tree))
        {
            ids.Remove(tree);
            list.Tell(new RunRemoved(new RunId(id)));
            Context.Unwatch(tree);
            Context.Stop(tree);
        }
    }

    private void Remove(IActorRef tree)
    {
        if (ids.Remove(tree, out var id))
        {
            trees.Remove(id);
            list.Tell(new TreeClosed(new RunId(id)));
            if (closing.Remove(id, out var held))
            {
                Send(held);
            }
        }
    }

    // Before anything that has come since: what is told to a run is told in order.
    private void Send(Queue<(IRunMessage Message, IActorRef Sender)> held)
    {
        foreach (var (message, sender) in held)
        {
            Deliver(message, sender);
        }
    }
}
