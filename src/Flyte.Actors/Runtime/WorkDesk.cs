using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Hands a run's work out to its slots. What may have killed the process waits until it is recorded that it starts, and what has
/// most likely done so is run with nothing beside it.
/// </summary>
internal sealed class WorkDesk(RunLedger ledger, SlotPool slots, RunSettings settings, IActorRef run)
{
    private readonly List<WorkRange> held = [];
    private readonly RunSpec spec = ledger.State.Spec;
    private int leases;
    private bool isAlone;

    /// <summary>Whether work waits for its turn to be run alone in the process, and should be asked for again soon.</summary>
    internal bool WaitsForOthers { get; private set; }

    internal void HandOut(DateTimeOffset now)
    {
        WaitsForOthers = false;
        OnFree();
        if (ledger.IsStopping)
        {
            GiveBack(now);
        }

        DispatchRecorded();
        while (ledger.Waiting > 0 && !isAlone && slots.HasRoom(held.Count) && ledger.Take(slots.Count) is { } work)
        {
            if (work.IsAlone && !MayBeAlone())
            {
                ledger.Return(work.First, work.Count, now);
                return;
            }

            isAlone = work.IsAlone;
            if (work.IsCareful)
            {
                held.Add(work);
            }
            else
            {
                Dispatch(work);
            }
        }
    }

    /// <summary>Takes back what was not handed out yet.</summary>
    internal void GiveBack(DateTimeOffset now)
    {
        foreach (var work in held)
        {
            ledger.Return(work.First, work.Count, now);
        }

        held.Clear();
        OnFree();
    }

    /// <summary>Lets others have their turn when the run stops in the middle of its own.</summary>
    internal void Close()
    {
        if (isAlone)
        {
            isAlone = false;
            settings.Recording?.Alone.Release();
        }
    }

    // Once all slots are free, the item that was run alone has ended.
    private void OnFree()
    {
        if (held.Count == 0 && !slots.AnyBusy)
        {
            Close();
        }
    }

    private bool MayBeAlone()
    {
        if (slots.AnyBusy || held.Count > 0)
        {
            return false;
        }

        WaitsForOthers = settings.Recording is { } recording && !recording.Alone.Wait(0);
        return !WaitsForOthers;
    }

    private void DispatchRecorded()
    {
        for (var i = 0; i < held.Count; i++)
        {
            if (ledger.State.Started.Contains(held[i].First))
            {
                Dispatch(held[i]);
                held.RemoveAt(i--);
            }
        }
    }

    private void Dispatch(WorkRange work)
    {
        var page = work.Page;
        slots.Dispatch(
            new Lease(++leases, page.Page, work.First - page.First, work.First, work.Count, work.Attempts, page.Deadline, MayRunAgain(work)),
            run);
    }

    private bool MayRunAgain(WorkRange work) =>
        spec.IsRecalled || spec.IsRecorded || work.Page.Page.Options.Retries > work.Attempts.User || settings.Rules.SystemRetries > work.Attempts.System;
}
