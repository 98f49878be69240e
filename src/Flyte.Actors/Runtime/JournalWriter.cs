using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Runtime;

/// <summary>What a writer reads before it writes.</summary>
internal enum WriterStart
{
    /// <summary>Nothing: the id was never used.</summary>
    Fresh,

    /// <summary>All that is recorded.</summary>
    Recover,

    /// <summary>Only the number of the last event: the rest is known.</summary>
    Resume,
}

/// <summary>
/// The persistent actor of one tree. It ends with the first failure, as Akka.Persistence has it; its keeper starts another one.
/// </summary>
internal sealed class JournalWriter : UntypedPersistentActor
{
    private readonly WriterStart start;
    private readonly TreeRecord record;
    private int unwritten;

    public JournalWriter(RunId root, WriterStart start)
    {
        this.start = start;
        record = new TreeRecord(root);
        PersistenceId = JournalBatch.PersistenceId(root);
        (JournalPluginId, SnapshotPluginId) = (StorePlugins.Journal, StorePlugins.NoSnapshots);
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => start switch
    {
        WriterStart.Fresh => Recovery.None,
        WriterStart.Resume => new Recovery(SnapshotSelectionCriteria.None, long.MaxValue, replayMax: 0),
        _ => new Recovery(SnapshotSelectionCriteria.None),
    };

    internal static Props Props(RunId root, WriterStart start) =>
        ActorProps.Of(() => new JournalWriter(root, start));

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case JournalBatch batch:
                foreach (var (run, e) in batch.Records)
                {
                    record.Apply(run, e, LastSequenceNr);
                }

                break;
            case RecoveryCompleted:
                Context.Parent.Tell(new WriterReady(LastSequenceNr, start == WriterStart.Resume ? null : record));
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case WriteBatches write:
                unwritten = write.Batches.Count;
                PersistAll(write.Batches.Select(Tagged), _ => OnWritten());
                break;
            case EraseJournal:
                DeleteMessages(LastSequenceNr);
                break;
            case DeleteMessagesSuccess:
                Context.Parent.Tell(new JournalErased());
                break;
            case DeleteMessagesFailure failure:
                Fail(failure.Cause);
                Context.Stop(Self);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Fail(cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Fail(cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Fail(reason);

    private void OnWritten()
    {
        if (--unwritten == 0)
        {
            Context.Parent.Tell(new BatchesWritten(LastSequenceNr));
        }
    }

    private static void Fail(Exception cause) => Context.Parent.Tell(new WriterFailed($"{cause.GetType().Name}: {cause.GetBaseException().Message}"));

    private static object Tagged(JournalBatch batch) => batch.IsTagged ? new Tagged(batch, [JournalBatch.Tag]) : batch;
}
