using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime.Caching;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Hands a run's work out to its slots. What was running each time that the process died is run with nothing beside it.
/// </summary>
internal sealed class WorkDesk(RunLedger ledger, SlotPool slots, ISlotPlaces places, LeaseSizes sizes, CacheFront cache, RunSettings settings, IActorRef run)
{
    private readonly RunSpec spec = ledger.State.Spec;
    private int leases;
    private bool isAlone;

    /// <summary>Whether work waits for its turn to be run alone in the process, and should be asked for again soon.</summary>
    internal bool WaitsForOthers { get; private set; }

    internal void HandOut(DateTimeOffset now)
    {
        WaitsForOthers = false;
        OnFree();
        while (ledger.Waiting > 0 && !isAlone && slots.HasRoom())
        {
            var plan = sizes.Next();
            if (ledger.Take(slots.Count, plan?.Items) is not { } taken)
            {
                return;
            }

            if (cache.Begin(taken, now) is not { } work)
            {
                continue;
            }

            if (!MakeRoomFor(work.Page.Page.Task.Name) || !IsRecorded(work) || (work.IsAlone && !MayBeAlone()))
            {
                ledger.Return(work.First, work.Count, now);
                return;
            }

            isAlone = work.IsAlone;
            slots.Dispatch(LeaseOf(work, ++leases), run, now, now + plan?.Patience);
        }
    }

    private bool MakeRoomFor(string task)
    {
        if (slots.MakeRoomFor(task))
        {
            return true;
        }

        places.Miss(task);
        return false;
    }

    /// <summary>Lets others have their turn when the run stops in the middle of its own.</summary>
    internal void Close()
    {
        if (isAlone)
        {
            isAlone = false;
            settings.Recording?.Alone.Release(spec.Id);
        }
    }

    // Once all slots are free, the item that was run alone has ended.
    private void OnFree()
    {
        if (!slots.AnyBusy)
        {
            Close();
        }
    }

    // A death that is not recorded before the item runs again would not count.
    private bool IsRecorded(WorkRange work) =>
        !spec.IsRecorded
        || work.Attempts.System == 0
        || (ledger.State.Retries.TryGetValue(work.First, out var retry) && retry.Made.System >= work.Attempts.System);

    private bool MayBeAlone()
    {
        if (slots.AnyBusy)
        {
            return false;
        }

        WaitsForOthers = settings.Recording is { } recording && !recording.Alone.TryTake(spec.Id);
        return !WaitsForOthers;
    }

    /// <summary>Goes on with leases that other nodes had when the run came here.</summary>
    internal void Adopt(DateTimeOffset now)
    {
        var known = new Dictionary<FoundLease, Lease>();
        foreach (var found in places.TakeFound(found => CanAdopt(found, known)))
        {
            slots.Adopt(found, known[found], now);
        }
    }

    private bool CanAdopt(FoundLease found, Dictionary<FoundLease, Lease> known)
    {
        if (slots.Count + known.Count >= slots.Size || ledger.Adopted.Take(found.First, found.Count) is not { } work)
        {
            return false;
        }

        leases = Math.Max(leases, found.Number);
        known.Add(found, LeaseOf(work, found.Number));
        return true;
    }

    private Lease LeaseOf(WorkRange work, int number)
    {
        var page = work.Page;
        return new Lease(
            number, page.Page, work.First - page.First, work.First, work.Count, work.Attempts, page.Deadline, MayRunAgain(work), EndsAtFailure);
    }

    private bool EndsAtFailure => spec.FailFast || spec.Options.Tolerance.IsBounded;

    private bool MayRunAgain(WorkRange work) =>
        spec.IsRecalled || spec.IsRecorded || work.Page.Page.Options.Retries > work.Attempts.User || settings.Rules.SystemRetries > work.Attempts.System;
}
