using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// A run: the supervisor of its item actors. It hands out what its ledger has waiting, tells the ledger what comes back, has the
/// ledger's events recorded, and shows what is recorded. It decides nothing itself.
/// </summary>
internal sealed class RunActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // An item that takes so long may as well have waited: another slot costs nothing beside it.
    private static readonly TimeSpan SlowItem = TimeSpan.FromMilliseconds(1);

    private readonly RunSettings settings;
    private readonly Readers readers;
    private readonly SlotPool slots;
    private readonly FeederLink feeder = new();
    private readonly SlotRhythm rhythm;
    private readonly GroupCommit commits;
    private readonly RunAnnouncer announcer;
    private readonly RunSpec spec;
    private readonly RunLedger ledger;
    private int leases;
    private DateTimeOffset? alarm;
    private bool hasCancelled;
    private bool isClosing;

    public RunActor(RunSpec spec, RunSettings settings, Recall? recall)
    {
        (this.spec, this.settings) = (spec, settings);
        readers = new Readers(spec.Id);
        ledger = new RunLedger(spec, settings.Rules, Now, recall);
        var host = new LeaseHost(spec.Id, settings.Node, Context.Parent, settings.Runners, settings.Pool, settings.Grace);
        slots = new SlotPool(Context, ItemActor.Props(host), spec.Concurrency);
        rhythm = new SlotRhythm(slots, settings.Pulse, Self);
        commits = new GroupCommit(ledger, settings.Committer, Self);
        announcer = new RunAnnouncer(spec, ledger, slots, Context.Parent);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    internal static Props Props(RunSpec spec, RunSettings settings, Recall? recall) =>
        Akka.Actor.Props.Create(() => new RunActor(spec, settings, recall)).WithDispatcher(FlyteDispatcher.Id);

    /// <summary>Whatever an item actor dies of, it is started again; in its last breath it has told what became of its lease.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: -1,
        withinTimeMilliseconds: -1,
        decider: Decider.From(e => e is ActorInitializationException ? Directive.Stop : Directive.Restart),
        loggingEnabled: true);

    protected override void PreStart() => Commit();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ILeaseMessage lease when slots.Find(Sender) is { Lease: { } held } slot && held.Number == lease.Lease:
                OnLease(slot, lease);
                break;
            case AddItems add:
                ledger.AddItems(add.Offset, add.Page, add.IsLast, add.Fault, Now);
                feeder.Expect(Sender, ledger.Accepted);
                break;
            case ReadResults read:
                ledger.Consume(read.Consumed);
                readers.Add(Sender, read);
                break;
            case GetRun { AtEnd: true }:
                readers.AddForEnd(Sender);
                break;
            case GetRun:
                Sender.Tell(new RunStatus(spec.Id, announcer.Info));
                break;
            case StartRun:
                Sender.Tell(new RunAccepted(spec.Id, Self));
                break;
            case CloseRun:
                isClosing = true;
                Abort("Its caller has ended.");
                break;
            case AbortRun abort:
                Abort(abort.Reason);
                Sender.Tell(new Done(spec.Id));
                break;
            case AbortItem abort:
                AbortItem(abort);
                break;
            case ResizeRun { Concurrency: < 1 } resize:
                Sender.Tell(RunRejected.NoConcurrency(spec.Id, resize.Concurrency));
                break;
            case ResizeRun resize:
                ledger.Resize(resize.Concurrency);
                slots.Resize(resize.Concurrency);
                Sender.Tell(new Done(spec.Id));
                break;
            case Committed committed when commits.OnCommitted(committed):
                announcer.OnRecorded(Timers);
                break;
            case Pulse.Tick:
                rhythm.OnTick(ledger.Waiting > 0);
                break;
            case Alarm:
                alarm = null;
                CancelRunning(ledger.Tick(Now), lease => LedgerErrors.Deadline(lease.Page.Options));
                break;
            case RunAnnouncer.IsDue:
                announcer.Tell();
                return;
            case Terminated lost when slots.Find(lost.ActorRef) is { } slot:
                OnLost(slot);
                break;
            default:
                return;
        }

        GoOn();
    }

    private void GoOn()
    {
        CancelIfStopped();
        HandOut();
        ledger.EndIfDone(Now);
        Commit();
        readers.Serve(ledger.State, () => announcer.Info);
        feeder.Tell(spec.Id, ledger);
        SetAlarm();
        rhythm.AskForTick(ledger.Waiting > 0);
        CloseIfDone();
    }

    // What was recorded outlives the run, for a further attempt at its caller.
    private void CloseIfDone()
    {
        if (isClosing && ledger.State.HasEnded && !slots.AnyBusy)
        {
            isClosing = false;
            Context.Parent.Tell(new RunClosed(spec.Id, ledger.Remember()));
            Context.Stop(Self);
        }
    }

    private void OnLease(Slot slot, ILeaseMessage message)
    {
        switch (message)
        {
            case LeaseDone done:
                OnLeaseDone(slot, done);
                break;
            case Progress progress when slot.IsNew(progress):
                slots.Cut(slot);
                ledger.Return(progress.GivenBack, progress.GivenBackCount, Now);
                Complete(progress.Finished);
                break;
            case Slept:
                slots.NoteSlept(slot, isNow: true);
                break;
        }
    }

    private void OnLeaseDone(Slot slot, LeaseDone done)
    {
        var count = slot.Lease!.Count - done.GivenBackCount;
        ledger.ObserveLease(count, done.Elapsed);
        rhythm.OnLeaseDone();
        if (done.Elapsed > count * SlowItem)
        {
            slots.NoteSlept(slot, isNow: true);
        }

        ledger.Return(done.GivenBack, done.GivenBackCount, Now);
        Complete(done.Finished);
        if (done.Failed is { } error)
        {
            Complete(new FailedSegment(error.Index, 1, _ => error));
            TellTree(error.Index, slot.Lease!);
        }

        foreach (var index in done.Callers ?? [])
        {
            TellTree(index, slot.Lease!);
        }

        if (done.HasLeaked)
        {
            announcer.Leaked++;
            slots.Remove(slot);
        }
        else
        {
            slots.Free(slot);
        }
    }

    // Its actor is gone without a word: what it had not shown or given back has cost an attempt.
    private void OnLost(Slot slot)
    {
        if (slot.Lease is { } lease)
        {
            for (var (index, end) = (slot.First, slot.End); index < end; index++)
            {
                Complete(LostItems.Segment(lease, index, spec.Id, settings.Node));
                TellTree(index, lease);
            }
        }

        slots.Remove(slot);
    }

    private void Complete(ResultSegment? results)
    {
        if (results is not null)
        {
            ledger.Complete(results, Now);
        }
    }

    private void TellTree(int index, Lease lease) =>
        Context.Parent.Tell(new AttemptEnded(spec.Id, index, lease.Attempts.Total + 1, !ledger.IsDecided(index)));

    private void Abort(string reason) => ledger.Abort(Errors.System(ErrorCodes.Aborted, reason));

    private void AbortItem(AbortItem abort)
    {
        var error = Errors.System(ErrorCodes.Aborted, abort.Reason);
        if (ledger.AbortItem(abort.Index, error))
        {
            CancelRunning([(abort.Index, 1)], _ => error);
        }

        Sender.Tell(new Done(spec.Id));
    }

    // Once the ledger has stopped the run, for whatever reason, nothing of it goes on.
    private void CancelIfStopped()
    {
        if (!hasCancelled && ledger.Stop is { } stop)
        {
            hasCancelled = true;
            var error = LedgerErrors.Stopped(stop);
            CancelRunning([(0, int.MaxValue)], _ => error);
        }
    }

    private void CancelRunning(List<(int First, int Count)> ranges, Func<Lease, ItemError> reason)
    {
        foreach (var (first, count) in ranges)
        {
            foreach (var slot in slots.Busy)
            {
                var lease = slot.Lease!;
                if (lease.First < (long)first + count && lease.First + lease.Count > first)
                {
                    slot.Actor.Tell(new Cancel(lease.Number, first, count, reason(lease)));
                }
            }
        }
    }

    private void HandOut()
    {
        if (ledger.Waiting == 0)
        {
            return;
        }

        while (slots.HasRoom() && ledger.Take(slots.Count) is { } work)
        {
            var page = work.Page;
            slots.Dispatch(
                new Lease(
                    ++leases, page.Page, work.First - page.First, work.First, work.Count, work.Attempts, page.Deadline, MayRunAgain(work)),
                Self);
        }
    }

    // The scheduler takes no negative time, and none beyond some weeks: an alarm that comes too early is set again.
    private static TimeSpan Wait(TimeSpan left) =>
        left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestWait ? LongestWait : left;

    private bool MayRunAgain(WorkRange work) =>
        spec.IsRecalled || work.Page.Page.Options.Retries > work.Attempts.User || settings.Rules.SystemRetries > work.Attempts.System;

    private void Commit()
    {
        if (commits.Send())
        {
            announcer.OnRecorded(Timers);
        }
    }

    private void SetAlarm()
    {
        if (ledger.NextDue is { } due && !ledger.State.HasEnded && !(alarm <= due))
        {
            alarm = due;
            Timers.StartSingleTimer(nameof(Alarm), Alarm.Instance, Wait(due - Now));
        }
    }

    private sealed record Alarm : IFlyteMessage
    {
        internal static readonly Alarm Instance = new();
    }
}
