using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

internal sealed partial class LedgerModel
{
    private void Check()
    {
        foreach (var item in items.Where(i => i.Phase is Phase.Waits or Phase.Rests && (IsDisturbed || i.IsCondemned)))
        {
            item.Phase = Phase.Ended;
        }

        var counts = ledger.Counts;
        Assert.Equal((Of(Phase.Waits), Of(Phase.IsOut), Of(Phase.Rests)), (counts.Queued, counts.Running, counts.Retrying));
        Assert.All(items.Index(), i => Assert.Equal(i.Item.Phase == Phase.Ended, ledger.IsDecided(i.Index)));
        int Of(Phase phase) => items.Count(i => i.Phase == phase);
        if (!ledger.HasEvents)
        {
            CheckListed(counts);
        }
    }

    // What is all recorded is listed as it is counted.
    private void CheckListed(ItemCounts counts)
    {
        var all = ledger.Items.Pick(new ItemQuery { Limit = 1000 }).Items;
        Assert.Equal(Enumerable.Range(0, counts.Total), all.Select(i => i.Index));
        foreach (var phase in Enum.GetValues<ItemPhase>())
        {
            var listed = ledger.Items.Pick(new ItemQuery { Phase = phase, Limit = 1000 });
            Assert.Equal(all.Where(i => i.Phase == phase).Select(i => (i.Index, i.Attempts)), listed.Items.Select(i => (i.Index, i.Attempts)));
            Assert.Equal(CountOf(counts, phase), listed.Items.Count);
            Assert.Null(listed.Next);
        }

        Assert.All(all, i => Assert.Equal(items[i.Index].Phase == Phase.Rests, i.Phase == ItemPhase.Retrying));
        Assert.All(all.Where(i => i.Phase < ItemPhase.Succeeded), i => Assert.Equal(items[i.Index].Made.Total + (i.Phase == ItemPhase.Running ? 1 : 0), i.Attempts));
        Assert.All(all.Where(i => i.Phase >= ItemPhase.Succeeded), i => Assert.True(i.Result!.First <= i.Index && i.Index < i.Result.End));
    }

    private static int CountOf(ItemCounts counts, ItemPhase phase) => phase switch
    {
        ItemPhase.Queued => counts.Queued,
        ItemPhase.Running => counts.Running,
        ItemPhase.Retrying => counts.Retrying,
        ItemPhase.Succeeded => counts.Succeeded,
        ItemPhase.Failed => counts.Failed,
        ItemPhase.Aborted => counts.Aborted,
        ItemPhase.TimedOut => counts.TimedOut,
        _ => counts.Recovered,
    };

    private void CheckEnd()
    {
        Record();
        Assert.False(ledger.HasEvents);
        Assert.All(items, i => Assert.Equal(Phase.Ended, i.Phase));
        var results = Pages.Results(ledger.State, ReadOrder.Inputs);
        Assert.Equal(Enumerable.Range(0, items.Count), results.Select(r => r.Index));
        Assert.Equal(Enumerable.Range(0, items.Count), Pages.Results(ledger.State, ReadOrder.Completed).Select(r => r.Index).Order());
        Assert.Equal(Enumerable.Range(0, items.Count), recorded.OfType<ItemsFinished>().SelectMany(e => Enumerable.Range(e.Results.First, e.Results.Count)).Order());
        Assert.Equal((replayed.Phase, replayed.Added, results.Count(r => r.IsSuccess)), (ledger.State.Phase, items.Count, replayed.Succeeded));
        Assert.Equal(results.Count(r => !r.IsSuccess), replayed.Failed + replayed.Aborted + replayed.TimedOut);
        Assert.Equal(results.Count(r => !r.IsSuccess), FailureGroups.Show(replayed.Failures).Count);
        Assert.Equal(results, Pages.Results(replayed, ReadOrder.Inputs));
        foreach (var result in results.Where(r => !items[r.Index].IsCondemned && !IsDisturbed))
        {
            Assert.Equal(items[result.Index].HasSucceeded(rules.SystemRetries, options.Retries) ? result.Index * 10 : -1, result.ValueOr(-1));
        }

        var failures = results.Count(r => !r.IsSuccess);
        var expected = isAborted && ledger.Stop?.Code == ErrorCodes.Aborted ? RunPhase.Aborted
            : failures == 0 || (!IsDisturbed && options.Tolerance.IsBounded) ? RunPhase.Succeeded
            : RunPhase.Failed;
        Assert.True(replayed.Phase == expected || results.Any(r => r.Error?.Code == ErrorCodes.Aborted), $"{replayed.Phase} instead of {expected}");
    }

    private enum Phase
    {
        Waits,
        IsOut,
        Rests,
        Ended,
    }

    private sealed record Out(int First, int End);

    private sealed class Item(Queue<Ending> script)
    {
        private readonly Ending[] plan = [.. script];

        internal Queue<Ending> Script { get; } = script;

        internal Phase Phase { get; set; } = Phase.Waits;

        internal AttemptCount Made { get; set; }

        internal DateTimeOffset? Due { get; set; }

        internal bool IsCondemned { get; set; }

        /// <summary>The oracle: what the script comes to with so many retries.</summary>
        internal bool HasSucceeded(int system, int user)
        {
            foreach (var ending in plan)
            {
                if (ending is Ending.Succeeds or Ending.IsHopeless)
                {
                    return ending == Ending.Succeeds;
                }

                if ((ending == Ending.IsLost ? system-- : user--) == 0)
                {
                    return false;
                }
            }

            return false;
        }
    }
}

/// <summary>How an attempt ends.</summary>
internal enum Ending
{
    Succeeds,
    Fails,
    IsHopeless,
    IsLost,
}
