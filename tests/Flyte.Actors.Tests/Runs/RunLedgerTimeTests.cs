using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>Time limits, by the time that the ledger is given.</summary>
public sealed class RunLedgerTimeTests : LedgerTest
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_retry_that_would_come_after_the_deadline_is_not_made()
    {
        Options = Options with { Retries = 9, Backoff = new Backoff(Ten), Deadline = Ten };
        Add(0, 1);
        TakeAll();
        Fail(0);

        Assert.Equal("FormatException", Codes());
    }

    [Fact]
    public void The_deadline_ends_what_waits_and_names_what_is_out()
    {
        Options = Options with { Deadline = Ten };
        Add(0, 2);
        Ledger().Take(2);

        Assert.Equal([(0, 2)], Pass(Ten));

        Assert.Equal(ErrorCodes.DeadlineExceeded, ErrorOf(1)!.Code);
        Assert.Equal((0, 1), (Ledger().Counts.Queued, Ledger().Counts.Running));
    }

    [Fact]
    public void The_deadline_of_the_caller_holds_when_it_is_the_earlier_one()
    {
        Spec = Spec with { Deadline = Now + Ten };
        Options = Options with { Deadline = 2 * Ten };
        Add(0, 1);

        Pass(Ten);

        Assert.Equal(ErrorCodes.DeadlineExceeded, Codes());
    }

    [Fact]
    public void What_comes_back_unstarted_after_the_deadline_ends_with_it()
    {
        Options = Options with { Deadline = Ten };
        Add(0, 1);
        Ledger().Take(1);
        Pass(Ten);

        Ledger().Return(0, 1, Now);

        Assert.Equal(ErrorCodes.DeadlineExceeded, Codes());
    }

    [Fact]
    public void Who_waits_longer_for_a_slot_than_allowed_ends()
    {
        Options = Options with { MaxQueuedTime = Ten };
        Add(0, 2);
        Ledger().Take(2);

        Pass(Ten);

        Assert.Equal(ErrorCodes.MaxQueuedTimeExceeded, ErrorOf(1)!.Code);
        Assert.Equal(1, Ledger().Counts.Running);
    }

    [Fact]
    public void The_time_in_the_queue_counts_anew_for_each_attempt()
    {
        Options = Options with { MaxQueuedTime = Ten, Retries = 1 };
        Add(0, 1);
        TakeAll();
        Pass(Ten - TimeSpan.FromSeconds(1));
        Fail(0);

        Pass(Ten - TimeSpan.FromSeconds(1));
        Assert.Equal(1, Ledger().Waiting);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorCodes.MaxQueuedTimeExceeded, Codes());
    }

    [Fact]
    public void The_wait_for_a_retry_is_no_wait_for_a_slot()
    {
        Options = Options with { MaxQueuedTime = Ten, Retries = 1, Backoff = new Backoff(3 * Ten) };
        Add(0, 1);
        TakeAll();
        Fail(0);

        Pass(2 * Ten);

        Assert.Equal(1, Ledger().Counts.Retrying);
    }

    [Fact]
    public void What_was_given_back_waits_no_longer_for_a_slot_than_allowed()
    {
        Options = Options with { MaxQueuedTime = Ten };
        Add(0, 1);
        TakeAll();
        Pass(Ten);
        Ledger().Return(0, 1, Now);

        Pass(Ten);

        Assert.Equal(ErrorCodes.MaxQueuedTimeExceeded, Codes());
    }
}
