using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The entity of one root run: the runs of its tree and their journal. What comes before the journal is read waits until it is.
/// </summary>
internal sealed class RunTreeActor : UntypedActor, IWithTimers, IWithUnboundedStash
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly RunId root;
    private readonly ITreeHost host;
    private readonly TreeJournal? journal;
    private readonly TreeRerun? rerun;
    private readonly TreeRuns runs;
    private readonly TreeView view;
    private readonly ILoggingAdapter log;
    private TreeRetirement retirement = null!;
    private readonly HashSet<IActorRef> leaving = [];
    private readonly TreeCallers callers = new();
    private bool isOpen;
    private bool isLeaving;

    public RunTreeActor(RunId root, RunSettings settings, ITreeHost host, WriterStart? start)
    {
        (this.root, this.host, log) = (root, host, RunLog.Of(Context, root));
        if (start is { } how)
        {
            var keeper = Context.Watch(Context.ActorOf(JournalKeeper.Props(root, how, settings.Recording!), "journal"));
            journal = new TreeJournal(root, settings.Rules, settings.Recording!, keeper, Self);
            rerun = new TreeRerun(Context, journal, settings.Recording!);
        }

        runs = new TreeRuns(Context, settings, journal?.Committer ?? settings.Committer, journal);
        view = new TreeView(runs, journal?.Events, Self);
        isOpen = journal is null;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private bool IsIdle => isOpen && rerun?.IsPending != true && (runs.IsEmpty || retirement.HasEnded) && !retirement.IsErasing;

    /// <param name="root">The root's id.</param>
    /// <param name="settings">What all runs have in common.</param>
    /// <param name="host">Whose child the tree is.</param>
    /// <param name="start">What is recorded of it; null when it is not recorded at all.</param>
    internal static Props Props(RunId root, RunSettings settings, ITreeHost host, WriterStart? start) =>
        ActorProps.Of(() => new RunTreeActor(root, settings, host, start));

    /// <summary>A run whose own code fails cannot be trusted with its ledger: its whole tree ends, and says so.</summary>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var (house, id, tree) = (host.House, root, Context);
        return new OneForOneStrategy(crash =>
        {
            house.Tell(new RunCrashed(id, $"{crash.GetType().Name}: {crash.Message}"));
            tree.Stop(tree.Self);
            return Directive.Stop;
        });
    }

    protected override void PreStart() => retirement = new TreeRetirement(root, journal, host, Context, Timers);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalOpened opened:
                OnOpened(opened.Record);
                break;
            case SourceLoaded loaded:
                OnSourceLoaded(loaded);
                break;
            case RootLoaded loaded:
                OnRootLoaded(loaded);
                break;
            case LoadAgain again:
                again.Load();
                break;
            case JournalPaused pause:
                runs.ActorOf(root)?.Tell(pause);
                break;
            case JournalSuperseded superseded:
                host.House.Tell(new TreeSuperseded(root, superseded.Reason));
                Context.Stop(Self);
                break;
            case HandOffTree:
                Leave();
                break;
            case Terminated ended when leaving.Remove(ended.ActorRef):
                StopIfLeft();
                break;
            case CloseTree when (IsIdle && retirement.IsQuiet) || !host.MayStay(root):
                if (runs.IsEmpty && journal?.Record is { Root: null })
                {
                    host.House.Tell(new TreeEmpty(root));
                }

                Context.Stop(Self);
                break;
            case CloseTree:
                break;
            case TreeRetirement.IdleFor when IsIdle:
                retirement.OnIdle();
                break;
            case JournalErased:
                runs.Clear();
                retirement.OnErased();
                retirement.OnIdle();
                break;
            case StartRun { Spec.Parent: { } parent } start when isLeaving:
                runs.ActorOf(parent)?.Tell(new LeaveRun([start.Spec.ParentItem]));
                break;
            case IRunMessage when !isOpen:
                Stash.Stash();
                break;
            case IRunMessage about:
                OnRunMessage(about);
                retirement.OnMessage(runs.IsEmpty);
                break;
        }
    }

    private void OnRunMessage(IRunMessage message)
    {
        switch (message)
        {
            case CallerChecked answer:
                callers.Take(answer).ToList().ForEach(held => OnCall(held, answer.Caller));
                break;
            case not null when callers.Holds(message, Sender):
                break;
            case StartRun start when journal?.WasElsewhere == true && runs.IsNewCaller(start, Sender):
                if (runs.ActorOf(start.Spec.Parent!.Value) is { } parent)
                {
                    callers.Ask(start, Sender, parent);
                }

                break;
            case OpenRun:
                break;
            case AttemptEnded ended:
                runs.OnAttemptEnded(ended);
                break;
            case RunClosed closed:
                runs.OnClosed(closed, Sender);
                break;
            case RecallLoaded loaded:
                OnRecallLoaded(loaded);
                break;
            case RunChanged when retirement.IsErased:
                break;
            case RunChanged changed:
                retirement.HasEnded |= changed.Info.EndedAt is not null;
                host.House.Tell(changed);
                break;
            case RerunRun order when runs.IsEmpty && rerun is not null:
                rerun.OnOrder(order, Sender);
                break;
            case RerunRun order when TreeRerun.IsOrdered(runs.SpecOf(root)!, order):
                runs.Deliver(new StartRun(runs.SpecOf(root)!), Sender);
                break;
            case RerunRun order:
                Sender.Tell(RunRejected.Other(order.RunId));
                break;
            case ReportDeath report when !runs.IsEmpty && journal is not null:
                OnReport(report, journal);
                break;
            case PassedOn passed:
                runs.ActorOf(passed.RunId)?.Tell(passed.Message);
                break;
            case DeathsCounted counted:
                journal!.Deaths.OnCounted(counted);
                break;
            case ListChildren list when !runs.IsEmpty:
                view.List(list, Sender, retirement.HasEnded);
                break;
            case IRunQuestion { RunId.IsRoot: false } question when !runs.IsEmpty && runs.IsAtRest(question.RunId):
                view.Answer(question, Sender, retirement.HasEnded);
                break;
            case PurgeRun { RunId.IsRoot: false } purge:
                Sender.Tell(RunRejected.NotRemovable(purge.RunId));
                break;
            case PurgeRun when !runs.IsEmpty:
                retirement.Purge(Sender);
                break;
            default:
                OnCall(message!, Sender);
                break;
        }
    }

    private void OnCall(IRunMessage message, IActorRef caller)
    {
        switch (message)
        {
            case StartRun start:
                runs.Start(start, caller);
                break;
            case ForgetRun forget:
                runs.Forget(forget, caller);
                break;
            default:
                runs.Deliver(message, caller);
                break;
        }
    }

    private void OnOpened(TreeRecord record)
    {
        journal!.Record = record;
        if (record.Root is { HasEnded: false, Spec.Source: { } source })
        {
            journal.LoadSource(source);
        }
        else if (record.Root is not null)
        {
            journal.LoadRoot();
        }
        else
        {
            Open();
        }
    }

    private void OnRootLoaded(RootLoaded loaded)
    {
        if (loaded.Run is not { } run)
        {
            Repeat(loaded.Failure!, journal!.LoadRoot);
            return;
        }

        retirement.HasEnded = run.State.HasEnded;
        var actor = runs.Restore(run);
        if (run.State is { IsClosed: false, HasEnded: false })
        {
            rerun!.Feed(actor, run.State.Spec, run.State.Added);
        }

        Open();
    }

    private void OnSourceLoaded(SourceLoaded loaded)
    {
        if (loaded.Record is not { } record)
        {
            Repeat(loaded.Failure!, () => journal!.LoadSource(loaded.Source));
        }
        else if (journal!.Record!.Root is not null)
        {
            rerun!.OnLoaded(record, loaded.Source);
            journal.LoadRoot();
        }
        else if (rerun!.OnLoadedForOrder(record) is { } start)
        {
            rerun.Askers.ToList().ForEach(asker => runs.Start(start, asker));
            rerun.Feed(runs.ActorOf(root)!, start.Spec, from: 0);
        }
    }

    private void OnRecallLoaded(RecallLoaded loaded)
    {
        if (!runs.OnRecallLoaded(loaded) && runs.SpecOf(loaded.RunId) is { } spec)
        {
            Repeat(loaded.Failure!, () => journal!.Load(spec));
        }
    }

    // Repeated until it is answered.
    private void OnReport(ReportDeath report, TreeJournal recorded)
    {
        if (retirement.HasEnded || !recorded.Deaths.Note(report))
        {
            Sender.Tell(new DeathCounted(root, report.Death));
            return;
        }

        foreach (var (run, items) in recorded.Deaths.Find(report.Death, runs.Live))
        {
            runs.ActorOf(run)!.Tell(new CountDeaths(run, report.Death, [.. items.Where(item => !recorded.Record!.HasBelow(run, item))]));
        }
    }

    // Its shard keeps what comes meanwhile for its new home; there it goes on by itself.
    private void Leave()
    {
        isLeaving = true;
        leaving.UnionWith(runs.Leave());
        foreach (var run in leaving)
        {
            Context.Watch(run);
        }

        StopIfLeft();
    }

    private void StopIfLeft()
    {
        if (leaving.Count == 0)
        {
            if (!retirement.HasEnded)
            {
                host.House.Tell(new OpenTrees([root]));
            }

            Context.Stop(Self);
        }
    }

    // A tree of which nothing is recorded, and that nobody starts, is none.
    private void Open()
    {
        isOpen = true;
        Stash.UnstashAll();
        retirement.OnMessage(runs.IsEmpty);
    }

    private void Repeat(Exception failure, Action load)
    {
        log.Warning("The journal of run {0} cannot be read and is asked again: {1}", root, failure.GetBaseException().Message);
        Timers.StartSingleTimer(new LoadAgain(load), new LoadAgain(load), BeforeRepeat);
    }

    private sealed record LoadAgain(Action Load);
}
