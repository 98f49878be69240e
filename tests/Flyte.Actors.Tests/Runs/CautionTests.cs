using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>An item that kills its process is found by what was in hand at each death.</summary>
public sealed class CautionTests
{
    private static readonly LedgerRules Rules = new(SystemRetries: 2);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunId Id = new("run");

    private readonly TreeRecord record = new(Id);
    private long sequence;

    [Fact]
    public void The_third_death_while_an_item_runs_is_its_result()
    {
        Record(Begin());
        var second = Restart(0, 1);
        Record(second);
        Assert.False(second.Take(64)!.Value.IsAlone);

        var third = Restart(1, 2);
        Record(third);
        var alone = third.Take(64)!.Value;
        Assert.Equal((1, true), (alone.First, alone.IsAlone));

        var fourth = Restart(1);
        Record(fourth);
        Assert.Equal(1, fourth.State.Failed);
        Assert.Equal(ErrorCodes.WorkerLost, fourth.State.LowestFailure!.Code);
        Assert.Equal(3, fourth.State.LowestFailure.Attempts);
    }

    [Fact]
    public void What_has_a_result_is_not_blamed()
    {
        Record(Begin());
        var second = Restart();
        Assert.Equal(0, second.Take(1)!.Value.First);
        second.Complete(Pages.Values(0, 1), Now);
        Record(second);

        var third = Restart(0, 1);

        Assert.Equal(1, third.State.Succeeded);
        Assert.Equal(1, Assert.Single(third.TakeEvents().OfType<ItemRetried>()).Index);
    }

    /// <summary>Where the run goes on on another node, the one that died tells it when it is back.</summary>
    [Fact]
    public void A_death_that_is_reported_counts_once()
    {
        Record(Begin());
        var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var ledger = Restart();
        Assert.Null(ledger.Deaths.Count(first, 1, Now));
        Assert.Null(ledger.Deaths.Count(first, 1, Now));
        Record(ledger);
        Assert.Null(Restart().Deaths.Count(first, 1, Now));

        // It has begun again already when the next report comes, and so it has when the last one does.
        var begun = Restart();
        begun.Tick(Now);
        Assert.Equal((1, 1), (begun.Take(64)!.Value is var work ? work.First : 0, work.Attempts.System));
        Assert.Null(begun.Deaths.Count(second, 1, Now));
        Assert.Equal(ErrorCodes.WorkerLost, begun.Deaths.Count(third, 1, Now)!.Code);
        begun.Return(1, 1, Now);
        Record(begun);
        Assert.Equal((1, 3), (begun.State.Failed, begun.State.LowestFailure!.Attempts));
    }

    [Fact]
    public void A_death_counts_once_also_when_it_is_reported_again_after_another_one()
    {
        Record(Begin());
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var death in new[] { first, second, first, second })
        {
            var ledger = Restart();
            Assert.Null(ledger.Deaths.Count(death, 1, Now));
            Record(ledger);
        }

        var last = Restart();
        last.Tick(Now);
        Assert.Contains(Enumerable.Range(0, 64).Select(_ => last.Take(64)).TakeWhile(work => work is not null), work => work is { First: 1, Attempts.System: 2 });
    }

    [Fact]
    public void A_death_may_be_reported_of_whatever_item()
    {
        var ledger = Begin();
        Record(ledger);
        var taken = ledger.Take(1)!.Value;
        ledger.Complete(Pages.Values(0, 1), Now);
        var rest = ledger.Take(64)!.Value;
        ledger.Return(rest.First, rest.Count, Now);
        var death = Guid.NewGuid();
        foreach (var index in (int[])[0, 1, 2, 3, 4])
        {
            Assert.Null(ledger.Deaths.Count(death, index, Now));
        }

        Assert.Equal(Enumerable.Range(taken.First + 1, 3), ledger.TakeEvents().OfType<ItemRetried>().Select(e => e.Index));
        ledger.Tick(Now);
        for (var left = 3; left > 0; left--)
        {
            Assert.Equal((1, 1), (ledger.Take(64)!.Value is var one ? one.Count : 0, one.Attempts.System));
        }

        Assert.Null(ledger.Take(64));
    }

    private static RunLedger Begin()
    {
        var ledger = new RunLedger(new RunSpec { Id = Id, Task = Pages.Task.Name, Concurrency = 4, IsRecorded = true }, Rules, Now);
        ledger.AddItems(0, Pages.Of(4), last: false, fault: null, Now);
        return ledger;
    }

    private RunLedger Restart(params int[] inHand)
    {
        var state = record.Root!;
        PageEntry[] open = [.. state.Inputs.Select(i => new PageEntry(i.First, Pages.Of(TaskOptions.Default, i.First, i.Count), Now, null))];
        return new RunLedger(state, open, inHand, Rules, Now);
    }

    // A restarted ledger's state is the record's own: what it records is folded once.
    private void Record(RunLedger ledger)
    {
        foreach (var e in ledger.TakeEvents())
        {
            record.Apply(Id, e, ++sequence);
        }
    }
}
