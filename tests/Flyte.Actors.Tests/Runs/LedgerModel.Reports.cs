using Flyte.Actors.Tasks;

namespace Flyte.Actors.Tests.Runs;

internal sealed partial class LedgerModel
{
    /// <summary>A lease shows some items, gives some back, and may be over.</summary>
    private void Report(Out lease)
    {
        var done = lease.First + random.Next(0, lease.End - lease.First + 1);
        var end = random.Next(2) == 0 ? lease.End : random.Next(done, lease.End + 1);
        foreach (var item in items.Take(lease.End).Skip(end))
        {
            item.Phase = Phase.Waits;
        }

        ledger.Return(end, lease.End - end, now);
        if (done > lease.First)
        {
            var ends = Enumerable.Range(lease.First, done - lease.First).Select(End).ToArray();
            ledger.Complete(new ResultSegment<int>(lease.First, ends.Length, [.. ends.Select(e => e.Value)], ends.Any(e => e.Error is not null) ? [.. ends.Select(e => e.Error)] : null, 0), now);
        }

        ledger.Grain.Observe(done - lease.First, TimeSpan.FromTicks(random.Next(1, 30_000)));
        leases.Remove(lease);
        if (done < end)
        {
            leases.Add(new Out(done, end));
        }
    }

    private (int Value, ItemError? Error) End(int index)
    {
        var item = items[index];
        var ending = item.Script.Dequeue();
        var error = ending == Ending.Succeeds ? null : Pages.Error(index, ending);
        var (budget, spent) = ending == Ending.IsLost ? (rules.SystemRetries, item.Made.System) : (options.Retries, item.Made.User);
        if (error is not { IsRecoverable: true } || item.IsCondemned || IsDisturbed || spent >= budget)
        {
            item.Phase = Phase.Ended;
            return (index * 10, error);
        }

        var delay = ending == Ending.IsLost ? TimeSpan.Zero : options.Backoff.Delay(item.Made.User);
        item.Made = ending == Ending.IsLost ? item.Made with { System = spent + 1 } : item.Made with { User = spent + 1 };
        (item.Phase, item.Due) = delay > TimeSpan.Zero ? (Phase.Rests, now + delay) : (Phase.Waits, (DateTimeOffset?)null);
        return (index * 10, error);
    }
}
