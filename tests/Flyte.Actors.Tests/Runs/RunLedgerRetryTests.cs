using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>How often and when an attempt is made again.</summary>
public sealed class RunLedgerRetryTests : LedgerTest
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_retry_waits_until_it_is_due()
    {
        Options = Options with { Retries = 2, Backoff = new Backoff(Ten, factor: 2, cap: TimeSpan.FromMinutes(1)) };
        Add(0, 1);
        TakeAll();
        Fail(0);
        Assert.Equal((1, Now + Ten), (Ledger().Counts.Retrying, Ledger().NextDue));

        Pass(Ten - TimeSpan.FromTicks(1));
        Assert.Empty(TakeAll());
        Pass(TimeSpan.FromTicks(1));
        Assert.Equal([0], TakeAll());

        Fail(0);
        Assert.Equal(Now + 2 * Ten, Ledger().NextDue);
    }

    [Theory]
    [InlineData(-3, 10)]
    [InlineData(0, 10)]
    [InlineData(3, -3 * 24 * 3600 + 10)]
    public void In_another_process_a_retry_waits_no_longer_than_its_back_off_whatever_the_clock_there_says(int days, int expected)
    {
        Options = Options with { Retries = 2, Backoff = new Backoff(Ten) };
        Add(0, 1);
        TakeAll();
        Fail(0);
        var there = Now + TimeSpan.FromDays(days);

        var ledger = new RunLedger(Record(Ledger()), [new PageEntry(0, Pages.Of(Options, 0, 1), Now, null)], [], Rules, there);

        Assert.Equal(TimeSpan.FromSeconds(expected), ledger.NextDue - there);
    }

    [Fact]
    public void N_retries_are_N_plus_1_attempts()
    {
        Options = Options with { Retries = 2 };
        Add(0, 1, last: true);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(new AttemptCount(attempt, 0), Ledger().Take(1)!.Value.Attempts);
            Fail(0);
        }

        Assert.Equal("FormatException", Codes());
        Assert.Equal(RunPhase.Failed, End().Phase);
    }

    [Fact]
    public void A_lost_worker_costs_the_system_s_budget_and_a_failure_the_task_s_own()
    {
        (Rules, Options) = (new LedgerRules(SystemRetries: 1), Options with { Retries = 1 });
        Add(0, 2);
        TakeAll();
        Fail(0, Ending.IsLost);
        Fail(1);
        Assert.Equal([new AttemptCount(0, 1), new AttemptCount(1, 0)], Ledger().TakeEvents().OfType<ItemRetried>().Select(e => e.Attempts));
        TakeAll();
        Fail(0);
        Fail(1, Ending.IsLost);
        Assert.Equal(2, Ledger().TakeEvents().OfType<ItemRetried>().Count(e => e.Attempts == new AttemptCount(1, 1)));
        TakeAll();
        Fail(0, Ending.IsLost);
        Fail(1);

        Assert.Equal("WorkerLost,FormatException", string.Join(',', Ledger().TakeEvents().OfType<ItemsFinished>().Select(e => e.Results.ErrorAt(e.Results.First)!.Code)));
    }

    [Fact]
    public void A_failure_that_cannot_be_mended_is_not_retried()
    {
        Options = Options with { Retries = 9 };
        Add(0, 1);
        TakeAll();
        Fail(0, Ending.IsHopeless);

        Assert.Equal("Hopeless", Codes());
    }
}
