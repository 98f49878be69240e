using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The entity of one root run: the runs below it, each a supervisor of its own, found by their ids and stopped with the item
/// that called them.
/// </summary>
internal sealed class RunTreeActor(RunSettings settings) : UntypedActor
{
    private readonly Dictionary<RunId, IActorRef> runs = [];
    private int spawned;

    internal static Props Props(RunSettings settings) =>
        Akka.Actor.Props.Create(() => new RunTreeActor(settings)).WithDispatcher(FlyteDispatcher.Id);

    /// <summary>A run whose own code fails cannot be trusted with its ledger: its whole tree ends, and says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AttemptEnded ended:
                OnAttemptEnded(ended);
                break;
            case ForgetRun forget:
                Forget(forget.RunId);
                break;
            case RunChanged changed:
                Context.Parent.Tell(changed);
                break;
            case StartRun start when !runs.ContainsKey(start.RunId):
                Start(start);
                break;
            case IRunMessage about when runs.TryGetValue(about.RunId, out var run):
                run.Forward(about);
                break;
            case IRunMessage about:
                Sender.Tell(RunRejected.Unknown(about.RunId));
                break;
        }
    }

    private void Start(StartRun start)
    {
        if (start.Spec.Parent is { } parent && !runs.ContainsKey(parent))
        {
            Sender.Tell(RunRejected.Unknown(parent));
            return;
        }

        var run = Context.ActorOf(RunActor.Props(start.Spec, settings), $"run-{++spawned}");
        runs.Add(start.RunId, run);
        Sender.Tell(new RunAccepted(start.RunId, run));
    }

    private void OnAttemptEnded(AttemptEnded ended)
    {
        var below = $"{ended.RunId.Value}/{ended.Index}/";
        foreach (var (id, run) in runs.Where(r => r.Key.Value.StartsWith(below, StringComparison.Ordinal)).ToArray())
        {
            if (ended.WillRunAgain)
            {
                run.Tell(new AbortRun(id, "Its caller has ended."), ActorRefs.NoSender);
            }
            else
            {
                Stop(id, run);
            }
        }
    }

    private void Forget(RunId id)
    {
        if (runs.TryGetValue(id, out var run))
        {
            Stop(id, run);
        }

        if (id.IsRoot)
        {
            Context.Stop(Self);
        }
    }

    private void Stop(RunId id, IActorRef run)
    {
        runs.Remove(id);
        Context.Stop(run);
    }
}
