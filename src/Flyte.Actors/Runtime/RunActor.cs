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
    private readonly RunSettings settings;
    private readonly Readers readers;
    private readonly SlotPool slots;
    private RunSpec spec;
    private RunLedger ledger;
    private IActorRef feeder = ActorRefs.Nobody;
    private int toldNext = -1;
    private int toldCredit = -1;
    private IReadOnlyList<RunEvent>? committing;
    private int batches;
    private int leases;
    private int leaked;
    private int beats;
    private bool isTicking;
    private DateTimeOffset? alarm;
    private StartRun? successor;

    public RunActor(RunSpec spec, RunSettings settings)
    {
        (this.spec, this.settings) = (spec, settings);
        readers = new Readers(spec.Id);
        ledger = new RunLedger(spec, settings.Rules, Now);
        var host = new LeaseHost(spec.Id, settings.Node, Context.Parent, settings.Runners, settings.Pool, settings.Grace);
        slots = new SlotPool(Context, ItemActor.Props(host), spec.Concurrency);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    internal static Props Props(RunSpec spec, RunSettings settings) =>
        Akka.Actor.Props.Create(() => new RunActor(spec, settings)).WithDispatcher(FlyteDispatcher.Id);

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
                feeder = Sender;
                toldNext = -1;
                ledger.AddItems(add.Offset, add.Page, add.IsLast, add.Fault, Now);
                break;
            case ReadResults read:
                ledger.Consume(read.Consumed);
                readers.Add(Sender, read);
                break;
            case GetRun { AtEnd: true }:
                readers.AddForEnd(Sender);
                break;
            case GetRun:
                Sender.Tell(new RunStatus(spec.Id, Info()));
                break;
            case StartRun start:
                OnStart(start);
                break;
            case AbortRun abort:
                Abort(abort.Reason);
                Sender.Tell(new Done(spec.Id));
                break;
            case AbortItem abort:
                AbortItem(abort);
                break;
            case ResizeRun resize:
                ledger.Resize(resize.Concurrency);
                slots.Resize(resize.Concurrency);
                Sender.Tell(new Done(spec.Id));
                break;
            case Committed committed when committed.Batch == batches && committing is not null:
                Record();
                break;
            case Pulse.Tick:
                OnTick();
                break;
            case Alarm:
                alarm = null;
                CancelRunning(ledger.Tick(Now), lease => LedgerErrors.Deadline(lease.Page.Options));
                break;
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
        HandOut();
        ledger.EndIfDone(Now);
        Commit();
        readers.Serve(ledger.State, Info);
        TellFeeder();
        SetAlarm();
        AskForTick();
        Succeed();
    }

    private void OnStart(StartRun start)
    {
        if (start.Spec.ParentAttempt > spec.ParentAttempt)
        {
            successor = start;
            Abort("Its caller is executed again.");
        }

        Sender.Tell(new RunAccepted(spec.Id, Self));
    }

    // A later attempt at the parent makes a new ledger, which takes over what this one has recorded.
    private void Succeed()
    {
        if (successor is { } start && ledger.State.HasEnded && !slots.AnyBusy)
        {
            var recall = ledger.Remember();
            (spec, successor, toldNext) = (start.Spec, null, -1);
            ledger = new RunLedger(spec, settings.Rules, Now, recall);
            Self.Tell(Pulse.Tick.Instance);
        }
    }

    private void OnLease(Slot slot, ILeaseMessage message)
    {
        switch (message)
        {
            case LeaseDone done:
                OnLeaseDone(slot, done);
                break;
            case Progress progress:
                slots.Cut(slot);
                ledger.Return(progress.GivenBack, progress.GivenBackCount, Now);
                Complete(progress.Finished);
                break;
            case Slept when ledger.Waiting > 0 && !slots.HasIdle:
                slots.Grow(1);
                break;
        }
    }

    private void OnLeaseDone(Slot slot, LeaseDone done)
    {
        ledger.ObserveLease(slot.Lease!.Count - done.GivenBackCount, done.Elapsed);
        ledger.Return(done.GivenBack, done.GivenBackCount, Now);
        Complete(done.Finished);
        if (done.Failed is { } error)
        {
            Complete(new FailedSegment(error.Index, 1, _ => error));
            TellTree(error.Index);
        }

        foreach (var index in done.Callers ?? [])
        {
            TellTree(index);
        }

        if (done.HasLeaked)
        {
            leaked++;
            slots.Remove(slot);
        }
        else
        {
            slots.Free(slot);
        }
    }

    // Its actor is gone without a word: its lease is lost as a whole, and each of its items has cost an attempt.
    private void OnLost(Slot slot)
    {
        if (slot.Lease is { } lease)
        {
            var error = Errors.System(ErrorCodes.WorkerLost, "The item actor was stopped while it held the item.", recoverable: true);
            for (var index = lease.First; index < lease.First + lease.Count; index++)
            {
                if (!ledger.IsDecided(index))
                {
                    Complete(new FailedSegment(index, 1, _ => error with { Index = index, Task = lease.Page.Task.Name, RunId = spec.Id.Value }));
                }
            }
        }

        slots.Remove(slot);
    }

    private void Complete(ResultSegment? results)
    {
        if (results is not null)
        {
            var wasGoing = !ledger.IsStopping;
            ledger.Complete(results, Now);
            if (wasGoing && ledger.Stop is { } stop)
            {
                CancelAll($"The run was stopped: {stop.Message}");
            }
        }
    }

    private void TellTree(int index) => Context.Parent.Tell(new AttemptEnded(spec.Id, index, !ledger.IsDecided(index)));

    private void Abort(string reason)
    {
        ledger.Abort(Errors.System(ErrorCodes.Aborted, reason));
        CancelAll(reason);
    }

    private void AbortItem(AbortItem abort)
    {
        var error = Errors.System(ErrorCodes.Aborted, abort.Reason);
        if (ledger.AbortItem(abort.Index, error))
        {
            CancelRunning([(abort.Index, 1)], _ => error);
        }

        Sender.Tell(new Done(spec.Id));
    }

    private void CancelAll(string reason) => CancelRunning([(0, int.MaxValue)], _ => Errors.System(ErrorCodes.Aborted, reason));

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

        slots.Open();
        while (slots.HasIdle && ledger.Take(slots.Count) is { } work)
        {
            var page = work.Page;
            slots.Dispatch(
                new Lease(
                    ++leases, page.Page, work.First - page.First, work.First, work.Count, work.Attempts, page.Deadline, spec.IsRecalled),
                Self);
        }
    }

    private void Commit()
    {
        while (committing is null && ledger.HasEvents)
        {
            committing = ledger.TakeEvents();
            if (settings.Committer.Commit(spec.Id, ++batches, committing, Self))
            {
                Record();
            }
        }
    }

    private void Record()
    {
        var changed = false;
        foreach (var e in committing!)
        {
            ledger.State.Apply(e);
            changed |= e is RunStarted or RunEnded;
        }

        committing = null;
        if (changed && spec.Id.IsRoot)
        {
            Context.Parent.Tell(new RunChanged(spec.Id, Info()));
        }
    }

    private void TellFeeder()
    {
        var (next, credit) = (ledger.State.Added, ledger.State.IsClosed ? ledger.State.Added : ledger.Credit);
        var isStarving = next >= toldCredit;
        var isWorthIt = toldNext < 0 || (credit > toldCredit && (isStarving || credit - toldCredit > (toldCredit - next) / 4));
        if (!feeder.IsNobody() && isWorthIt)
        {
            (toldNext, toldCredit) = (next, credit);
            feeder.Tell(new ItemsAccepted(spec.Id, next, credit));
        }
    }

    private void SetAlarm()
    {
        if (ledger.NextDue is { } due && !ledger.State.HasEnded && !(alarm <= due))
        {
            alarm = due;
            Timers.StartSingleTimer(nameof(Alarm), Alarm.Instance, due > Now ? due - Now : TimeSpan.Zero);
        }
    }

    // Every slot is busy, some for long: more slots if more work waits, and what a long lease has not started goes to others.
    private void OnTick()
    {
        isTicking = false;
        var (busy, longBusy) = (0, 0);
        foreach (var slot in slots.Busy)
        {
            busy++;
            longBusy += slot.Ticks++ > 0 ? 1 : 0;
            if (slot.Ticks > 1 && !slot.IsCut)
            {
                slots.Cut(slot);
                slot.Actor.Tell(new Flush(slot.Lease!.Number));
            }
        }

        var grows = ledger.Waiting > 0 && busy == longBusy && !slots.HasIdle && slots.CanGrow;
        if (grows)
        {
            slots.Grow(slots.Count);
        }

        beats = grows || longBusy < busy ? 1 : Math.Min(beats * 2, 64);
    }

    private void AskForTick()
    {
        if (!isTicking && slots.AnyBusy && ((ledger.Waiting > 0 && slots.CanGrow) || slots.Cuttable > 0))
        {
            isTicking = true;
            settings.Pulse.Ask(Self, Math.Max(1, beats));
        }
    }

    private RunInfo Info() => new()
    {
        Id = spec.Id.Value,
        Task = spec.Task,
        Name = spec.Name,
        Labels = spec.Labels,
        Phase = ledger.State.Phase,
        Items = ledger.Counts,
        Concurrency = ledger.Concurrency,
        Slots = slots.Count,
        LeakedBodies = leaked,
        StartedAt = ledger.State.StartedAt,
        EndedAt = ledger.State.EndedAt,
        Error = ledger.State.Error,
    };

    private sealed record Alarm : IFlyteMessage
    {
        internal static readonly Alarm Instance = new();
    }
}
