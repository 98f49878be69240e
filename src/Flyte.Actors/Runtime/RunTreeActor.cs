using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The entity of one root run: the runs below it, each a supervisor of its own, found by their ids. They end with the item that
/// called them; while that may be executed again, what they recorded stays.
/// </summary>
internal sealed class RunTreeActor : UntypedActor, IWithTimers, IWithUnboundedStash
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly RunId root;
    private readonly RunSettings settings;
    private readonly TreeJournal? journal;
    private readonly Dictionary<RunId, TreeNode> nodes = [];
    private readonly ILoggingAdapter log = Context.GetLogger();
    private bool isOpen;
    private TreeRetirement retirement = null!;
    private int spawned;

    public RunTreeActor(RunId root, RunSettings settings, WriterStart? start)
    {
        (this.root, this.settings) = (root, settings);
        if (start is { } how)
        {
            journal = new TreeJournal(
                root, settings.Recording!, Context.Watch(Context.ActorOf(JournalKeeper.Props(root, how, settings.Recording!), "journal")));
        }

        isOpen = journal is null;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private ICommitter Committer => journal?.Committer ?? settings.Committer;

    /// <param name="root">The root's id.</param>
    /// <param name="settings">What all runs have in common.</param>
    /// <param name="start">What is recorded of it; null when it is not recorded at all.</param>
    internal static Props Props(RunId root, RunSettings settings, WriterStart? start) =>
        ActorProps.Of(() => new RunTreeActor(root, settings, start));

    /// <summary>A run whose own code fails cannot be trusted with its ledger: its whole tree ends, and says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var (region, id) = (Context.Parent, root);
        return new OneForOneStrategy(crash =>
        {
            region.Tell(new RunCrashed(id, $"{crash.GetType().Name}: {crash.Message}"));
            return Directive.Escalate;
        });
    }

    protected override void PreStart() => retirement = new TreeRetirement(root, journal, Context.Parent, Timers);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalOpened opened:
                OnOpened(opened.Record);
                break;
            case RootLoaded { Run: { } run }:
                retirement.HasEnded = run.State.HasEnded;
                Go(new TreeNode(run.State.Spec, ActorRefs.Nobody) { Actor = Context.ActorOf(RunActor.Props(run, settings, Committer), "run-root") });
                break;
            case RootLoaded { Failure: { } failure }:
                Repeat(failure, new LoadAgain(Spec: null));
                break;
            case LoadAgain { Spec: null }:
                journal!.LoadRoot(Self);
                break;
            case LoadAgain { Spec: { } spec }:
                journal!.Load(spec, Self);
                break;
            case CloseTree when isOpen && (nodes.Count == 0 || retirement.HasEnded):
                Context.Stop(Self);
                break;
            case CloseTree close:
                Context.Parent.Tell(new TreeBusy(close.RunId));
                break;
            case JournalErased:
                nodes.Clear();
                retirement.OnErased();
                break;
            case JournalPaused pause:
                nodes.GetValueOrDefault(root)?.Actor?.Tell(pause);
                break;
            case not null when !isOpen:
                Stash.Stash();
                break;
            case IRunMessage about:
                OnRunMessage(about);
                retirement.OnMessage(nodes.Count == 0);
                break;
        }
    }

    private void OnRunMessage(IRunMessage message)
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
                OnClosed(node, closed);
                break;
            case RecallLoaded loaded:
                OnRecallLoaded(loaded);
                break;
            case ForgetRun forget when nodes.TryGetValue(forget.RunId, out var node) && !node.IsOutdated(Sender):
                Forget(node);
                break;
            case RunChanged changed:
                retirement.HasEnded |= changed.Info.EndedAt is not null;
                Context.Parent.Tell(changed);
                break;
            case PurgeRun when nodes.ContainsKey(root):
                retirement.Purge(Sender);
                break;
            case TreeRetirement.IdleFor:
                retirement.OnIdle();
                return;
            case not (ForgetRun or RunClosed):
                Deliver(message);
                break;
        }
    }

    private void OnOpened(TreeRecord record)
    {
        journal!.Record = record;
        if (record.Root is not null)
        {
            journal.LoadRoot(Self);
        }
        else
        {
            Go(recovered: null);
        }
    }

    // What came while the journal was read is answered now. A tree of which nothing is recorded, and that nobody starts, is none.
    private void Go(TreeNode? recovered)
    {
        if (recovered is not null)
        {
            nodes.Add(root, recovered);
        }

        isOpen = true;
        Stash.UnstashAll();
        retirement.OnMessage(nodes.Count == 0);
    }

    private void OnStart(StartRun start)
    {
        var attempt = start.Spec.ParentAttempt;
        if (!nodes.TryGetValue(start.RunId, out var node))
        {
            Add(start);
        }
        else if (start.RunId.IsRoot && !node.Spec.IsSameAs(start.Spec))
        {
            Sender.Tell(RunRejected.Other(start.RunId));
            return;
        }
        else if (attempt > node.Spec.ParentAttempt)
        {
            node.PassOn(start.Spec, Sender);
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

        nodes.Add(start.RunId, node);
        Begin(node);
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
            journal?.ForgetBelow(ended.RunId, ended.Index);
            return;
        }

        foreach (var node in caller.ChildrenOf(ended.Index).Where(child => child.Spec.ParentAttempt <= ended.Attempt))
        {
            node.Actor?.Tell(new CloseRun(node.Spec.Id));
        }
    }

    private void OnClosed(TreeNode node, RunClosed closed)
    {
        (node.Actor, node.Recall) = (null, closed.Recall);
        journal?.OnClosed(closed.State);
        if (node.Held is not null)
        {
            Begin(node);
        }
    }

    private void OnRecallLoaded(RecallLoaded loaded)
    {
        if (!nodes.TryGetValue(loaded.RunId, out var node) || node.Actor is not null || node.Spec.ParentAttempt != loaded.Attempt)
        {
            return;
        }

        if (loaded.Failure is { } failure)
        {
            Repeat(failure, new LoadAgain(node.Spec));
        }
        else
        {
            node.Recall = loaded.Recall;
            Spawn(node);
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

    // What was recorded for the run before is read first; whatever comes meanwhile is held.
    private void Begin(TreeNode node)
    {
        if (journal?.Knows(node.Spec.Id) == true)
        {
            node.Held ??= [];
            journal.Load(node.Spec, Self);
        }
        else
        {
            Spawn(node);
        }
    }

    private void Spawn(TreeNode node)
    {
        node.Actor = Context.ActorOf(RunActor.Props(node.Spec, settings, Committer, node.Recall), $"run-{++spawned}");
        foreach (var (message, sender) in node.Held ?? [])
        {
            node.Actor.Tell(message, sender);
        }

        node.Held = null;
    }

    private void Stop(TreeNode node)
    {
        nodes.Remove(node.Spec.Id);
        if (node.Actor is { } run)
        {
            Context.Stop(run);
        }
    }

    private void Repeat(Exception failure, LoadAgain again)
    {
        log.Warning("The journal of run {0} cannot be read and is asked again: {1}", root, failure.GetBaseException().Message);
        Timers.StartSingleTimer($"load-{again.Spec?.Id}", again, BeforeRepeat);
    }

    private sealed record LoadAgain(RunSpec? Spec);
}
