using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>What comes back from the leases of a run: its ledger is told, and what is free again is free.</summary>
internal sealed class LeaseReturns(
    RunLedger ledger,
    SlotPool slots,
    SlotRhythm rhythm,
    CacheFront cache,
    GroupCommit commits,
    RunAnnouncer announcer,
    LeaseSizes sizes,
    SlotHistory history,
    IActorRef tree)
{
    private readonly RunSpec spec = ledger.State.Spec;

    internal void OnMessage(Slot slot, ILeaseMessage message, DateTimeOffset now)
    {
        commits.Meter.OnReturn(slot.Lease!, message);
        switch (message)
        {
            case LeaseDone done:
                OnDone(slot, done, now);
                break;
            case Progress progress when slot.IsNew(progress, now):
                slots.Cut(slot);
                Return(progress.GivenBack, progress.GivenBackCount, now);
                Complete(slot, progress.Finished, now);
                break;
            case Refused:
                Return(slot.First, slot.End - slot.First, now);
                slots.Remove(slot);
                break;
            case Slept:
                slots.NoteSlept(slot, isNow: true);
                break;
        }
    }

    private void OnDone(Slot slot, LeaseDone done, DateTimeOffset now)
    {
        var count = slot.Lease!.Count - done.GivenBackCount;
        sizes.OnDone(slot.Lease, count, done);
        slots.NoteElapsed(slot, count, done.Elapsed);
        rhythm.OnLeaseDone();

        Return(done.GivenBack, done.GivenBackCount, now);
        Complete(slot, done.Finished, now);
        if (done.Failed is { } error)
        {
            Complete(slot, new FailedSegment(error.Index, 1, _ => error), now);
            TellTree(error.Index, slot.Lease!);
        }

        history.Add(slot, slot.End - slot.Lease!.First - done.GivenBackCount, now);

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
    internal void OnLost(Slot slot, DateTimeOffset now)
    {
        if (slot.Lease is { } lease)
        {
            for (var (index, end) = (slot.First, slot.End); index < end; index++)
            {
                Complete(slot, LostItems.Segment(lease, index, spec.Id, slot.Place.Node), now);
                TellTree(index, lease);
            }

            history.Add(slot, slot.End - lease.First, now);
        }

        slots.Remove(slot);
    }

    private void Complete(Slot slot, ResultSegment? results, DateTimeOffset now)
    {
        foreach (var part in results?.Parts ?? [])
        {
            slot.Failed += part.Failures;
            commits.Expect(part);
            cache.OnAttempted(part);
            ledger.Complete(part, now);
        }
    }

    private void Return(int first, int count, DateTimeOffset now)
    {
        cache.Return(first, count);
        ledger.Return(first, count, now);
    }

    private void TellTree(int index, Lease lease) =>
        tree.Tell(new AttemptEnded(spec.Id, index, lease.Attempts.Total + 1, !ledger.IsDecided(index)));
}
