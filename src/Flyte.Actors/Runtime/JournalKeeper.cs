using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The journal of one tree: gathers what its runs have to record while a write is under way, and outlives the database's
/// failures. A write whose fate is unknown is made again only when the journal does not have it.
/// </summary>
/// <remarks>
/// For a moment two processes may have the tree, when a run moves between nodes. Both write an event of one number then, which the
/// journal refuses to one of them, and that one ends.
/// </remarks>
internal sealed class JournalKeeper(RunId root, WriterStart start, Recording recording) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly ILoggingAdapter log = RunLog.Of(Context, root);
    private readonly Guid incarnation = Guid.NewGuid();
    private readonly Queue<Append> waiting = [];
    private readonly Compaction compaction = new(root, recording.Snapshots, Context.Self, RunLog.Of(Context, root));
    private IActorRef writer = ActorRefs.Nobody;
    private PendingWrite? underWay;
    private WriterStart nextStart = start;
    private OpenedTree? opened;
    private TreeRecord? read;
    private bool isOpen;
    private long last;
    private int failures;
    private string reason = "";
    private bool isReady;
    private bool isStoring;
    private bool isErasing;
    private bool isErasingSnapshot;
    private bool hasErasedSnapshot;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(RunId root, WriterStart start, Recording recording) =>
        ActorProps.Of(() => new JournalKeeper(root, start, recording));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        if (nextStart == WriterStart.Recover && recording.Snapshots is { } snapshots && snapshots.MayHave(root))
        {
            _ = Task.Run(() => snapshots.OpenAsync(root, compaction.Stopping)).PipeTo(
                Self, success: tree => new SnapshotOpened(tree), failure: e => new SnapshotRefused(e));
        }
        else
        {
            StartWriter();
        }
    }

    protected override void PostStop() => compaction.Stop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Append append:
                waiting.Enqueue(append);
                Write();
                break;
            case BatchesWritten written when !isOpen:
                Open(written.Last);
                GoOn();
                break;
            case BatchesWritten written:
                Confirm(written.Last);
                OnDone();
                Erase();
                Write();
                break;
            case SnapshotOpened snapshot:
                (opened, nextStart) = (snapshot.Tree, snapshot.Tree is null ? WriterStart.Recover : WriterStart.Resume);
                StartWriter();
                break;
            case SnapshotRefused refused:
                OnRefused(refused.Failure);
                break;
            case Compaction.Made made:
                compaction.OnMade(made);
                break;
            case WriterReady ready when Sender.Equals(writer):
                OnReady(ready);
                break;
            case WriteFound found when found.By.Equals(writer):
                OnFound(found);
                break;
            case WriterFailed failed when Sender.Equals(writer):
                reason = failed.Reason;
                break;
            case Terminated ended when ended.ActorRef.Equals(writer):
                OnEnded();
                break;
            case Restart:
                StartWriter();
                break;
            case Stored { Failure: null }:
                isStoring = false;
                Send();
                break;
            case Stored stored:
                isStoring = false;
                reason = $"{stored.Failure!.GetType().Name}: {stored.Failure.Message}";
                Context.Stop(writer);
                break;
            case SnapshotErased { Failure: null }:
                (isErasingSnapshot, hasErasedSnapshot) = (false, true);
                Erase();
                break;
            case SnapshotErased erased:
                isErasingSnapshot = false;
                reason = $"{erased.Failure!.GetType().Name}: {erased.Failure.Message}";
                Context.Stop(writer);
                break;
            case EraseJournal:
                isErasing = true;
                compaction.Stop();
                Erase();
                break;
            case JournalErased erased:
                isErasing = false;
                OnDone();
                Context.Parent.Tell(erased);
                break;
        }
    }

    private void StartWriter() => writer = Context.Watch(Context.ActorOf(JournalWriter.Props(root, nextStart)));

    private void OnReady(WriterReady ready)
    {
        if (opened is not null && ready.Last != opened.Now.Last)
        {
            Context.Unwatch(writer);
            Context.Stop(writer);
            OnRefused(new InvalidOperationException($"The journal ends with event {ready.Last}, and with {opened.Now.Last} when it was read."));
            return;
        }

        if (isOpen && ready.Last != last)
        {
            Look(ready.Last);
            return;
        }

        read = opened?.Now.Record ?? ready.Record;
        if (!isOpen && recording.IsShared && read!.Root is { HasEnded: false })
        {
            // From here on nothing can be written by whoever had the tree before, on a node that was paused or cut off.
            writer.Tell(new WriteBatches([new JournalBatch(root, []) { Writer = incarnation }]));
            return;
        }

        if (!isOpen)
        {
            Open(ready.Last);
        }

        GoOn();
    }

    private void Open(long now)
    {
        (isOpen, nextStart, last) = (true, WriterStart.Resume, now);
        Context.Parent.Tell(new JournalOpened(read!));
        compaction.Begin(opened?.Covered ?? 0);
        (opened, read) = (null, null);
    }

    // Of events that were not there before, those that this write was to make may be its own, or another incarnation's.
    private void Look(long now)
    {
        if (underWay is null || now < last)
        {
            Supersede(now);
            return;
        }

        var (by, own) = (writer, 0);
        _ = Task.Run(() => recording.Events.VisitAsync(root, last + 1, now, e => own += e.Batch.Writer == incarnation ? 1 : 0)).PipeTo(
            Self, success: () => new WriteFound(by, now, own, Failure: null), failure: e => new WriteFound(by, now, own, e));
    }

    private void OnFound(WriteFound found)
    {
        if (found.Failure is { } failure)
        {
            reason = $"{failure.GetType().Name}: {failure.GetBaseException().Message}";
            Context.Stop(writer);
        }
        else if (found.Own == underWay!.Batches.Count && found.Last == last + found.Own)
        {
            Confirm(found.Last);
            GoOn();
        }
        else
        {
            Supersede(found.Last);
        }
    }

    // Nothing is made good here: what the other one has recorded is the truth.
    private void Supersede(long now)
    {
        var what = $"Its journal ends with event {now} instead of {last}: another process writes to the same store, and goes on with it.";
        log.Warning("The run {0} ends in this process. {1}", root, what);
        compaction.Stop();
        Context.Parent.Tell(new JournalSuperseded(what));
        Context.Stop(Self);
    }

    private void GoOn()
    {
        isReady = true;

        // A journal that can be read may still not take what failed before.
        if (underWay is null && !isErasing)
        {
            OnDone();
        }

        Erase();
        Write();
    }

    // Whatever it is, no run is lost by it: the events are all there.
    private void OnRefused(Exception failure)
    {
        log.Warning("The snapshot of run {0} cannot be used, and all its events are read. {1}", root, failure.GetBaseException().Message);
        if (failure is InvalidDataException)
        {
            _ = recording.Snapshots!.EraseAsync(root);
        }

        (opened, nextStart) = (null, WriterStart.Recover);
        StartWriter();
    }

    private void OnDone()
    {
        if (failures > 0)
        {
            log.Info("The journal of run {0} answers again.", root);
            Context.Parent.Tell(new JournalPaused(Reason: null));
            failures = 0;
        }
    }

    // Once more for each writer that ended before it was done.
    private void Erase()
    {
        if (!isErasing || !isReady || isErasingSnapshot)
        {
            return;
        }

        if (hasErasedSnapshot || recording.Snapshots is not { } snapshots)
        {
            writer.Tell(new EraseJournal());
            return;
        }

        // It goes first: the events may be there without it, but not it without them.
        isErasingSnapshot = true;
        _ = snapshots.EraseAsync(root).PipeTo(Self, success: () => new SnapshotErased(Failure: null), failure: e => new SnapshotErased(e));
    }

    private void OnEnded()
    {
        (isReady, writer) = (false, ActorRefs.Nobody);
        if (failures++ == 0)
        {
            log.Warning("The journal of run {0} does not answer; the run pauses and goes on when it does. {1}", root, reason);
            Context.Parent.Tell(new JournalPaused(reason));
        }

        var pause = ShortestPause * Math.Pow(2, Math.Min(failures - 1, 10));
        Timers.StartSingleTimer(nameof(Restart), Restart.Instance, pause < LongestPause ? pause : LongestPause);
    }

    private void Write()
    {
        if (!isReady || isStoring || (underWay is null && waiting.Count == 0))
        {
            return;
        }

        underWay ??= PendingWrite.Take(root, incarnation, waiting);
        if (underWay.Beside.Count == 0)
        {
            Send();
            return;
        }

        isStoring = true;
        var payloads = underWay.Beside.Select(block => (block.Beside!, block.Json)).ToList();
        _ = recording.Payloads.StoreAsync(root.Value, payloads)
            .PipeTo(Self, success: () => new Stored(Failure: null), failure: e => new Stored(e));
    }

    private void Send()
    {
        if (isReady)
        {
            underWay!.Beside.Clear();
            isReady = false;
            writer.Tell(new WriteBatches(underWay.Batches));
        }
    }

    private void Confirm(long now)
    {
        if (underWay is { } write)
        {
            write.Confirm(now - write.Batches.Count + 1);
            (underWay, last) = (null, now);
            compaction.OnRecorded(now);
        }

        isReady = true;
    }

    private sealed record SnapshotOpened(OpenedTree? Tree);

    private sealed record WriteFound(IActorRef By, long Last, int Own, Exception? Failure);

    private sealed record SnapshotRefused(Exception Failure);

    private sealed record SnapshotErased(Exception? Failure);

    private sealed record Stored(Exception? Failure);

    private sealed record Restart
    {
        internal static readonly Restart Instance = new();
    }
}
