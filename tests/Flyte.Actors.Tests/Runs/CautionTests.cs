using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>An item that kills its process is found by what was recorded before each death.</summary>
public sealed class CautionTests
{
    private static readonly LedgerRules Rules = new(SystemRetries: 2);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TreeRecord record = new(new RunId("run"));
    private long sequence;

    [Fact]
    public void The_third_death_while_an_item_runs_is_its_result()
    {
        var first = Begin();
        Record(first);
        Take(first, 2); // Not recorded: nobody knows what was running at the first death.

        var second = Restart();
        Assert.All(Take(second, 2), work => Assert.Equal((true, false), (work.IsCareful, work.IsAlone)));
        Record(second);

        var third = Restart();
        var alone = Take(third, 1)[0];
        Assert.Equal((true, true, 2), (alone.IsCareful, alone.IsAlone, alone.Attempts.System));
        Record(third);

        var fourth = Restart();
        Record(fourth);
        Assert.Equal(1, fourth.State.Failed);
        Assert.Equal(ErrorCodes.WorkerLost, fourth.State.LowestFailure!.Code);
        Assert.Equal(3, fourth.State.LowestFailure.Attempts);
    }

    [Fact]
    public void What_came_back_before_a_death_is_not_blamed()
    {
        Record(Begin());
        var second = Restart();
        var work = Take(second, 2);
        Record(second);
        second.Complete(Pages.Values(work[0].First, 1), Now);
        Record(second);

        var third = Restart();

        Assert.Equal((1, 1), (third.State.Succeeded, third.State.Started.Count));
    }

    [Fact]
    public void Inputs_that_come_later_are_handed_out_as_ever()
    {
        Record(Begin());
        var second = Restart();
        second.AddItems(4, Pages.Of(TaskOptions.Default, 4, 2), last: true, fault: null, Now);

        Assert.Equal([true, true, true, true, false, false], Take(second, 6).Select(work => work.IsCareful));
    }

    private static RunLedger Begin()
    {
        var ledger = new RunLedger(new RunSpec { Id = new RunId("run"), Task = Pages.Task.Name, Concurrency = 4, IsRecorded = true }, Rules, Now);
        ledger.AddItems(0, Pages.Of(TaskOptions.Default, 0, 4), last: false, fault: null, Now);
        return ledger;
    }

    private RunLedger Restart()
    {
        var state = record.Root!;
        PageEntry[] open = [.. state.Inputs.Select(i => new PageEntry(i.First, Pages.Of(TaskOptions.Default, i.First, i.Count), Now, null))];
        var ledger = new RunLedger(state, open, Rules, Now);
        ledger.Resume();
        return ledger;
    }

    private static List<WorkRange> Take(RunLedger ledger, int count) => [.. Enumerable.Range(0, count).Select(_ => ledger.Take(64)!.Value)];

    // A restarted ledger's state is the record's own: what it records is folded once.
    private void Record(RunLedger ledger)
    {
        foreach (var e in ledger.TakeEvents())
        {
            record.Apply(new RunId("run"), e, ++sequence);
        }
    }
}
