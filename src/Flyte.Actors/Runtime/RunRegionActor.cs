using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>The root runs of this process: the door for everybody who knows a run by its id.</summary>
internal sealed class RunRegionActor(RunSettings settings) : UntypedActor
{
    private readonly Dictionary<string, IActorRef> trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunSpec> specs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> crashed = new(StringComparer.Ordinal);
    private readonly RunCatalog catalog = new(settings.FinishedRunsKept);

    internal static Props Props(RunSettings settings) =>
        Akka.Actor.Props.Create(() => new RunRegionActor(settings)).WithDispatcher(FlyteDispatcher.Id);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartRun start when start.RunId.IsRoot:
                Start(start);
                break;
            case RunChanged changed:
                OnChanged(changed);
                break;
            case RunCrashed crash:
                crashed[crash.RunId.Value] = crash.Reason;
                break;
            case ListRuns list:
                Sender.Tell(new RunList(catalog.Find(list.Query)));
                break;
            case ForgetRun { RunId.IsRoot: true } forget:
                Forget(forget.RunId.Value);
                break;
            case IRunMessage about when trees.TryGetValue(about.RunId.Root, out var tree):
                tree.Forward(about);
                break;
            case IRunMessage about and not ForgetRun:
                Sender.Tell(crashed.TryGetValue(about.RunId.Root, out var reason)
                    ? RunRejected.Crash(about.RunId, reason)
                    : RunRejected.Unknown(about.RunId));
                break;
            case Terminated ended:
                Remove(ended.ActorRef);
                break;
        }
    }

    private void Start(StartRun start)
    {
        var id = start.RunId.Value;
        if (!settings.Knows(start.Spec.Task))
        {
            Sender.Tell(new RunRejected(start.RunId, ErrorCodes.UnknownTask, $"No task '{start.Spec.Task}' is registered with this runtime: add its environment."));
        }
        else if (start.Spec.Concurrency < 1)
        {
            Sender.Tell(RunRejected.NoConcurrency(start.RunId, start.Spec.Concurrency));
        }
        else if (!trees.TryGetValue(id, out var tree))
        {
            tree = Context.Watch(Context.ActorOf(RunTreeActor.Props(settings)));
            trees.Add(id, tree);
            specs.Add(id, start.Spec);
            tree.Forward(start);
        }
        else if (specs[id].IsSameAs(start.Spec))
        {
            tree.Forward(start);
        }
        else
        {
            Sender.Tell(new RunRejected(start.RunId, RunRejected.Conflict, $"There is a run '{id}' with other content: choose another id, or read that run."));
        }
    }

    private void OnChanged(RunChanged changed)
    {
        if (specs.TryGetValue(changed.RunId.Value, out var spec) && spec.OnlyOrder is null)
        {
            foreach (var old in catalog.Put(changed.Info))
            {
                Forget(old);
            }
        }
    }

    // At once, not when the tree has stopped: the id may be used again before.
    private void Forget(string id)
    {
        if (trees.Remove(id, out var tree))
        {
            specs.Remove(id);
            catalog.Remove(id);
            Context.Unwatch(tree);
            Context.Stop(tree);
        }
    }

    private void Remove(IActorRef tree)
    {
        if (trees.FirstOrDefault(t => t.Value.Equals(tree)).Key is { } id)
        {
            Forget(id);
        }
    }
}
