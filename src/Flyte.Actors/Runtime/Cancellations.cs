using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Has the items of a run cancelled that are handed out.</summary>
internal sealed class Cancellations(RunLedger ledger, SlotPool slots)
{
    private bool hasStopped;

    internal void AbortItem(AbortItem abort)
    {
        var error = Errors.System(ErrorCodes.Aborted, abort.Reason);
        if (ledger.AbortItem(abort.Index, error))
        {
            Cancel([(abort.Index, 1)], _ => error);
        }
    }

    /// <summary>What has survived as many deaths as it may is not run to its end.</summary>
    internal void Count(CountDeaths deaths, DateTimeOffset now)
    {
        foreach (var index in deaths.Items)
        {
            if (ledger.Deaths.Count(deaths.Death, index, now) is { } error)
            {
                Cancel([(index, 1)], _ => error);
            }
        }
    }

    /// <summary>Once the ledger has stopped the run, for whatever reason, nothing of it goes on.</summary>
    internal void CancelIfStopped()
    {
        if (!hasStopped && ledger.Stop is { } stop)
        {
            hasStopped = true;
            var error = LedgerErrors.Stopped(stop);
            Cancel([(0, int.MaxValue)], _ => error);
        }
    }

    internal void Cancel(List<(int First, int Count)> ranges, Func<Lease, ItemError> reason)
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
}
