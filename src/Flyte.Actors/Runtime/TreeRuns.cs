using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The runs of a tree, each a supervisor of its own, found by their ids. They end with the item that called them; while that may
/// be executed again, what they recorded stays.
/// </summary>
internal sealed class TreeRuns(IActorContext context, RunSettings settings, ICommitter committer, TreeJournal? journal)
{
    private readonly Dictionary<RunId, TreeNode> nodes = [];
    private readonly SteadyTime time = new(context.System.Scheduler);
    private int spawned;

    internal bool IsEmpty => nodes.Count == 0;

    /// <summary>The runs that go on.</summary>
    internal IEnumerable<RunId> Live => nodes.Where(node => node.Value is { Actor: not null, Held: null }).Select(node => node.Key);

    internal IActorRef? ActorOf(RunId run) => nodes.GetValueOrDefault(run)?.Actor;

    internal RunSpec? SpecOf(RunId run) => nodes.GetValueOrDefault(run)?.Spec;

    internal TreeNode? NodeOf(RunId run) => nodes.GetValueOrDefault(run);

    /// <summary>Whether there is nobody who could answer for a run: it has closed, or is not in memory.</summary>
    internal bool IsAtRest(RunId run) => !nodes.TryGetValue(run, out var node) || node is { Actor: null, Held: null };

    /// <summary>Goes on with the root from its record.</summary>
    internal IActorRef Restore(RecordedRun run)
    {
        var actor = context.ActorOf(RunActor.Props(run, settings, committer, time), "run-root");
        nodes.Add(run.State.Spec.Id, new TreeNode(run.State.Spec, ActorRefs.Nobody) { Actor = actor, HasMore = run.State.HasCalled != false });
        return actor;
    }

    internal void Start(StartRun start, IActorRef sender)
    {
        var attempt = start.Spec.ParentAttempt;
        if (!nodes.TryGetValue(start.RunId, out var node))
        {
            Add(start, sender);
        }
        else if (start.RunId.IsRoot && !node.Spec.IsSameAs(start.Spec))
        {
            sender.Tell(RunRejected.Other(start.RunId));
            return;
        }
        else if (attempt > node.Spec.ParentAttempt || (attempt == node.Spec.ParentAttempt && node.IsOutdated(start, sender)))
        {
            node.PassOn(start.Spec, sender);
            if (node.Actor is null)
            {
                Begin(node);
            }
            else
            {
                node.Held ??= [];
                node.Actor.Tell(new CloseRun(start.RunId));
            }
        }

        Deliver(start, sender);
    }

    /// <summary>Whether a run is started below an item by somebody who is not known for it.</summary>
    internal bool IsNewCaller(StartRun start, IActorRef sender) =>
        start.Spec.Parent is not null && (!nodes.TryGetValue(start.RunId, out var node) || node.IsOutdated(start, sender));

    internal void Deliver(IRunMessage message, IActorRef sender)
    {
        if (!nodes.TryGetValue(message.RunId, out var node) || node.IsOutdated(message, sender))
        {
            sender.Tell(RunRejected.Unknown(message.RunId));
        }
        else if (node.Held is { } held)
        {
            held.Enqueue((message, sender));
        }
        else if (node.Actor is { } run)
        {
            run.Tell(message, sender);
        }
        else
        {
            sender.Tell(RunRejected.Unknown(message.RunId));
        }
    }

    internal void OnAttemptEnded(AttemptEnded ended)
    {
        if (!nodes.TryGetValue(ended.RunId, out var caller))
        {
            return;
        }

        if (!ended.WillRunAgain)
        {
            caller.TakeBelow(ended.Index).ForEach(Stop);
            journal?.ForgetBelow(ended.RunId, ended.Index);
            return;
        }

        foreach (var node in caller.ChildrenOf(ended.Index).Where(child => child.Spec.ParentAttempt <= ended.Attempt))
        {
            node.Actor?.Tell(new CloseRun(node.Spec.Id));
        }
    }

    internal void OnClosed(RunClosed closed, IActorRef sender)
    {
        if (nodes.TryGetValue(closed.RunId, out var node) && sender.Equals(node.Actor))
        {
            (node.Actor, node.Recall, node.Closed) = (null, closed.Recall, closed.State);
            journal?.OnClosed(closed.State);
            if (node.Held is not null)
            {
                Begin(node);
            }
        }
    }

    /// <summary>Notes what was recorded for an earlier execution; false when the journal did not answer and is to be asked again.</summary>
    internal bool OnRecallLoaded(RecallLoaded loaded)
    {
        if (!nodes.TryGetValue(loaded.RunId, out var node) || node.Actor is not null || node.Spec.ParentAttempt != loaded.Attempt)
        {
            return true;
        }

        if (loaded.Recall is not { } recall)
        {
            return false;
        }

        node.Recall = recall;
        Spawn(node);
        return true;
    }

    // A run that a further attempt may look for leaves its record; its actors are not needed for that.
    internal void Forget(ForgetRun forget, IActorRef sender)
    {
        var run = forget.RunId;
        if (!nodes.TryGetValue(run, out var node) || node.IsOutdated(forget, sender))
        {
            return;
        }

        if (node.Spec.IsRecalled)
        {
            node.Actor?.Tell(new CloseRun(run));
        }
        else
        {
            Stop(node);
        }
    }

    /// <summary>Has all runs end, since they go on elsewhere; these do so. Steps are recorded for as long as the bodies go on that execute them.</summary>
    internal List<IActorRef> Leave()
    {
        var leaving = nodes.Values.Where(node => node.Actor is not null && !node.Spec.Id.IsTraces).ToList();
        leaving.ForEach(node => node.Actor!.Tell(new LeaveRun(node.Callers)));
        return [.. leaving.Select(node => node.Actor!)];
    }

    /// <summary>Nothing of the runs is left.</summary>
    internal void Clear() => nodes.Clear();

    private void Add(StartRun start, IActorRef sender)
    {
        var node = new TreeNode(start.Spec, sender) { HasMore = journal?.MayHaveCalled(start.RunId) == true };
        if (start.Spec.Parent is { } parentId)
        {
            if (!nodes.TryGetValue(parentId, out var parent))
            {
                return;
            }

            parent.AddChild(node);
        }

        nodes.Add(start.RunId, node);
        Begin(node);
    }

    // What was recorded for the run before is read first; whatever comes meanwhile is held.
    private void Begin(TreeNode node)
    {
        if (journal?.Knows(node.Spec.Id) == true)
        {
            node.Held ??= [];
            journal.Load(node.Spec);
        }
        else
        {
            Spawn(node);
        }
    }

    private void Spawn(TreeNode node)
    {
        var props = node.Spec.Id.IsTraces
            ? TraceActor.Props(node.Spec, settings, committer, time, node.Recall)
            : RunActor.Props(node.Spec, settings, committer, time, node.Recall, mayStillRun: journal?.WasThere == true);
        node.Actor = context.ActorOf(props, $"run-{++spawned}");
        foreach (var (message, sender) in node.Held ?? [])
        {
            node.Actor.Tell(message, sender);
        }

        (node.Held, node.Closed) = (null, null);
    }

    private void Stop(TreeNode node)
    {
        nodes.Remove(node.Spec.Id);
        if (node.Actor is { } run)
        {
            node.Actor = null;
            context.Stop(run);
        }
    }
}
