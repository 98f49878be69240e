using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Done = Flyte.Actors.Protocol.Done;

namespace Flyte.Actors.Runtime;

/// <summary>Has the items of a run cancelled that are handed out.</summary>
internal sealed class Cancellations(RunLedger ledger, SlotPool slots)
{
    private readonly List<(AbortItem Order, IActorRef Asker)> unanswered = [];
    private bool hasStopped;

    internal void AbortItem(AbortItem abort, IActorRef asker)
    {
        unanswered.Add((abort, asker));
        var error = Errors.System(ErrorCodes.Aborted, abort.Reason);
        if (ledger.AbortItem(abort.Index, error))
        {
            Cancel([(abort.Index, 1)], _ => error);
        }
    }

    /// <summary>
    /// Answers those who have had items aborted that have ended, once that is recorded: of an item that is only told to stop nothing
    /// is, and another process would start it again.
    /// </summary>
    internal void Answer(GroupCommit commits)
    {
        for (var i = 0; i < unanswered.Count; i++)
        {
            var (order, asker) = unanswered[i];
            if (ledger.IsDecided(order.Index))
            {
                commits.Answer(asker, new Done(order.RunId));
                unanswered.RemoveAt(i--);
            }
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
