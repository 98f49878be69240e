using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// A run: the supervisor of its item actors. It hands out what its ledger has waiting, tells the ledger what comes back, has the
/// ledger's events recorded, and shows what is recorded. It decides nothing itself.
/// </summary>
internal sealed class RunActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(20);

    private readonly RunSettings settings;
    private readonly Readers readers;
    private readonly ISlotPlaces places;
    private readonly SlotPool slots;
    private readonly FeederLink feeder = new();
    private readonly SlotRhythm rhythm;
    private readonly GroupCommit commits;
    private readonly RunAnnouncer announcer;
    private readonly LeaseReturns returns;
    private readonly RunSpec spec;
    private readonly RunLedger ledger;
    private readonly ItemError? obstacle;
    private readonly bool mayStillRun;
    private readonly ResultPages pages;
    private readonly RunQuestions questions;
    private readonly RunAlarm alarm = new();
    private readonly LeaseSizes sizes;
    private readonly MissingTask missing;
    private readonly WorkDesk desk;
    private readonly CacheFront cache;
    private readonly Cancellations cancellations;
    private readonly Leaving leaving;
    private readonly RunGauge gauge;
    private readonly SteadyTime time;
    private readonly List<IActorRef> starters = [];
    private bool isClosing;
    private bool isSuspended;

    public RunActor(
        RunSettings settings,
        ICommitter committer,
        SteadyTime time,
        RunLedger ledger,
        IReadOnlyList<PageEntry>? restored,
        ItemError? obstacle,
        bool mayStillRun = false)
    {
        this.time = time;
        (this.obstacle, this.mayStillRun) = (obstacle, mayStillRun || restored is not null);
        (spec, this.settings, this.ledger) = (ledger.State.Spec, settings, ledger);
        pages = new ResultPages(spec.Id, settings.Recording, Self);
        readers = new Readers(spec.Id, pages, settings.Limits, Self);
        var limits = spec.IsRecorded ? settings.Recording!.Limits : null;
        var box = spec.IsRecorded ? settings.Recording!.BlackBox : null;
        var host = new LeaseHost(
            spec.Id, settings.Node, Context.Parent, settings.Runners, settings.Pool, settings.Grace, settings.FindTask, spec.IsRecorded, limits, box, spec.Trace)
        { Logs = settings.Logs };
        places = settings.Places(spec, ItemActor.Props(host), Self, Context.Parent);
        slots = new SlotPool(Context, places, ledger.Concurrency);
        cancellations = new Cancellations(ledger, slots);
        leaving = new Leaving(slots, places, settings.Node, settings.LeavingGrace);
        rhythm = new SlotRhythm(slots, settings.Pulse, Self);
        cache = new CacheFront(spec, ledger, settings.Cache, Self);
        missing = new MissingTask(settings.FailsWithoutTaskAfter);
        sizes = new LeaseSizes(ledger, slots, places, settings.Paces);
        desk = new WorkDesk(ledger, slots, places, sizes, cache, settings, Self);
        commits = new GroupCommit(ledger, committer, Self, restored is not null, e => cache.OnRecorded(e, time.Date));
        announcer = new RunAnnouncer(spec, ledger, slots, places, Context.Parent);
        var history = new SlotHistory();
        questions = new RunQuestions(ledger, announcer, history, slots, new ItemPages(settings.Recording?.Events, Self), Self);
        returns = new LeaseReturns(ledger, slots, rhythm, cache, commits, announcer, sizes, history, Context.Parent);
        gauge = new RunGauge(ledger, slots, commits);
        cache.Restore(restored ?? [], time.Date);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => time.Now;

    // On one of several nodes nothing begins before the run is recorded: a death in the middle of it could be told to nobody.
    private bool MayBegin => commits.HasBegun || spec is not { IsRecorded: true, Parent: null } || !settings.Recording!.IsShared;

    /// <param name="spec">What it is.</param>
    /// <param name="settings">What all runs have in common.</param>
    /// <param name="committer">Records its events.</param>
    /// <param name="time">That of its tree.</param>
    /// <param name="recall">What earlier executions of its caller have recorded; null for nothing.</param>
    /// <param name="mayStillRun">Whether other nodes may execute items of it, for an earlier home of its tree.</param>
    internal static Props Props(RunSpec spec, RunSettings settings, ICommitter committer, SteadyTime time, Recall? recall, bool mayStillRun = false) =>
        ActorProps.Of(() => new RunActor(settings, committer, time, new RunLedger(spec, settings.Rules, time.Date, recall), null, null, mayStillRun));

    /// <summary>Goes on with a run from the journal.</summary>
    internal static Props Props(RecordedRun run, RunSettings settings, ICommitter committer, SteadyTime time) => ActorProps.Of(
        () => new RunActor(settings, committer, time, new RunLedger(run.State, run.Open, run.InHand, settings.Rules, time.Now), run.Open, run.Obstacle));

    protected override SupervisorStrategy SupervisorStrategy() => new ItemSupervision(spec.Id);

    protected override void PreStart()
    {
        settings.Gauges.Add(gauge);
        if (obstacle is not null && settings.Recording is { FailsWithoutTask: true, ResumesRuns: true })
        {
            ledger.Abort(obstacle, isAborted: false);
        }
        else if (obstacle is not null)
        {
            (isSuspended, announcer.Notice) = (true, obstacle.Message);
        }

        if (mayStillRun && !ledger.State.HasEnded)
        {
            places.FindRunning();
        }

        // A new run has its first inputs with its start, which follows. How one from the journal looks the list may not know, and
        // some have nothing more to record.
        if (commits.HasBegun)
        {
            announcer.OnRecorded(Timers);
            GoOn();
        }
    }

    protected override void PostStop()
    {
        settings.Gauges.Remove(gauge);
        places.Close(isMoving: false);
        desk.Close();
        cache.Close();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case not null when leaving.Refuses(message):
                return;
            case ILeaseMessage lease when slots.Find(Sender) is { Lease: { } held } slot && held.Number == lease.Lease:
                returns.OnMessage(slot, lease, Now);
                break;
            case IInputMessage input:
                Receive(input);
                break;
            case ICacheMessage answer:
                cache.OnMessage(answer, Now);
                break;
            case ReadResults read:
                ledger.Consume(read.Consumed);
                readers.Add(Sender, read);
                break;
            case IPlaceMessage place:
                places.OnMessage(place);
                desk.Adopt(Now);
                slots.Shrink();
                break;
            case LeaveRun order:
                leaving.Begin(order, Timers, Self);
                break;
            case Leaving.IsOver:
                leaving.End();
                break;
            case GetRun { AtEnd: true }:
                readers.AddForEnd(Sender);
                break;
            case IRunQuestion question:
                questions.Answer(question, Sender);
                break;
            case StartRun start:
                starters.Add(Sender);
                Receive(start.First);
                break;
            case CloseRun:
                isClosing = true;
                Abort("Its caller has ended.");
                break;
            case AbortRun abort:
                Abort(abort.Reason);
                commits.Answer(Sender, new Done(spec.Id));
                break;
            case ResizeRun { Concurrency: < 1 } resize:
                Sender.Tell(RunRejected.NoConcurrency(spec.Id, resize.Concurrency));
                break;
            case ResizeRun resize:
                ledger.Resize(resize.Concurrency);
                slots.Resize(resize.Concurrency);
                commits.Answer(Sender, new Done(spec.Id));
                break;
            case CheckCaller check:
                Context.Parent.Tell(new CallerChecked(spec.Id, check.Start, check.Caller, slots.IsExecuted(check.Start.Spec.ParentItem, NodeOf(check.Caller))));
                break;
            case CountDeaths deaths:
                cancellations.Count(deaths, Now);
                commits.Answer(Sender, new DeathsCounted(spec.Id, deaths.Death));
                break;
            case Committed committed when commits.OnCommitted(committed):
                announcer.OnRecorded(Timers);
                break;
            case EventsRead read:
                pages.OnRead(read);
                break;
            case JournalPaused pause:
                announcer.Notice = pause.Reason is null ? obstacle?.Message : $"The journal does not answer, and is asked again: {pause.Reason}";
                announcer.Tell();
                break;
            case Pulse.Tick:
                rhythm.OnTick(ledger.Waiting > 0, Now);
                break;
            case RunAlarm.Ring:
                alarm.OnRing();
                cancellations.Cancel(ledger.Tick(Now), lease => LedgerErrors.Deadline(lease.Page.Options));
                break;
            case RunAnnouncer.IsDue:
                announcer.Tell();
                return;
            case Terminated lost when slots.Find(lost.ActorRef) is { } slot:
                returns.OnLost(slot, Now);
                break;
            default:
                return;
        }

        GoOn();
    }

    private void GoOn()
    {
        if (cache.HasHeld)
        {
            cache.PassOn(Deliver, commits.Expect, () => !commits.IsFull);
        }

        FailWithoutTask();
        cancellations.CancelIfStopped();
        places.Plan(new SlotNeeds(Math.Min(slots.Size, ledger.Waiting + ledger.Leased), sizes.Pace, slots.Sleeps, ledger.State.HasEnded));
        HandOut();
        ledger.EndIfDone(time.Date);
        cancellations.Answer(commits);
        Commit();
        cache.Keep();
        Accept();
        readers.Serve(ledger.State, () => announcer.Info);
        feeder.Tell(spec.Id, ledger);
        alarm.Set(ledger, Timers, Now);
        rhythm.AskForTick(!isSuspended && ledger.Waiting > 0);
        CloseIfDone();
        LeaveIfDone();
    }

    private void FailWithoutTask()
    {
        var reason = ledger.Waiting > 0 && !isSuspended && !leaving.HasBegun ? places.Obstacle : null;
        if (missing.IsTooLong(reason, Now))
        {
            ledger.Abort(Errors.User(ErrorCodes.UnknownTask, reason!), isAborted: false);
        }
    }

    // What its slots tell from now on is told to its new home.
    private void LeaveIfDone()
    {
        if (leaving.IsDone && commits.IsIdle)
        {
            Context.Stop(Self);
        }
    }

    // What was recorded outlives the run, for a further attempt at its caller.
    private void CloseIfDone()
    {
        if (isClosing && ledger.State.HasEnded && !slots.AnyBusy)
        {
            isClosing = false;
            Context.Parent.Tell(new RunClosed(spec.Id, ledger.Remember(), ledger.State));
            Context.Stop(Self);
        }
    }

    private string NodeOf(IActorRef actor) => actor.Path.Address is { Host: { } host, Port: { } port } ? $"{host}:{port}" : settings.Node;

    private void Abort(string reason) => ledger.Abort(Errors.System(ErrorCodes.Aborted, reason));

    private void Receive(IInputMessage? input)
    {
        if (input is not null && !cache.Holds(input, Sender, time.Date))
        {
            Deliver(input, Sender);
        }
    }

    private void Deliver(IInputMessage message, IActorRef sender)
    {
        switch (message)
        {
            case AddItems add:
                ledger.AddItems(add.Offset, add.Page, add.IsLast, add.Fault, Now, add.Recovered);
                feeder.Expect(sender, ledger.Accepted);
                break;
            case AbortItem abort:
                cancellations.AbortItem(abort, sender);
                break;
        }
    }

    private void HandOut()
    {
        if (!isSuspended && !leaving.HasBegun && MayBegin && places.IsReady && !commits.IsFull && !cache.IsHolding)
        {
            desk.HandOut(Now);
            if (desk.WaitsForOthers)
            {
                Timers.StartSingleTimer(nameof(desk.WaitsForOthers), RunAlarm.Ring.Instance, BeforeRepeat);
            }
        }
    }

    private void Commit()
    {
        if (commits.Send())
        {
            announcer.OnRecorded(Timers);
        }
    }

    // What has been told to be accepted must not be lost.
    private void Accept()
    {
        if (starters.Count > 0 && commits.HasBegun)
        {
            starters.ForEach(starter => starter.Tell(new RunAccepted(spec.Id, Self)));
            starters.Clear();
        }
    }
}
