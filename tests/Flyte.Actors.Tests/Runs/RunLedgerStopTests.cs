using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>Aborts, and what a run with failures comes to.</summary>
public sealed class RunLedgerStopTests : LedgerTest
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);

    [Fact]
    public void An_aborted_run_ends_what_waits_and_what_rests_and_what_comes_back()
    {
        Options = Options with { Retries = 1, Backoff = new Backoff(Ten) };
        Add(0, 4);
        Ledger().Take(4);
        Ledger().Take(3);
        Ledger().Take(2);
        Fail(0);

        Ledger().Abort(Aborted);
        Ledger().Abort(Aborted);
        Ledger().Return(1, 1, Now);
        Complete(Pages.Values(2, 1));

        var state = End();
        Assert.Equal((RunPhase.Aborted, 3, 1), (state.Phase, state.Aborted, state.Succeeded));
        Assert.Equal("Aborted,Aborted,,Aborted", Codes());
        Assert.Equal((1, 0, 0), (ErrorOf(0)!.Attempts, ErrorOf(1)!.Attempts, ErrorOf(3)!.Attempts));
    }

    [Fact]
    public void An_attempt_that_fails_in_an_aborted_run_is_not_retried()
    {
        Options = Options with { Retries = 5 };
        Add(0, 1);
        TakeAll();
        Ledger().Abort(Aborted);
        Fail(0);

        Assert.Equal("FormatException", Codes());
    }

    [Fact]
    public void An_aborted_run_takes_no_more_inputs_and_ends_without_their_end()
    {
        Ledger().Abort(Aborted);
        Add(0, 3);

        Assert.Equal((RunPhase.Aborted, 0), (End().Phase, Ledger().State.Added));
    }

    [Fact]
    public void An_item_can_be_aborted_while_it_waits_rests_or_is_out_and_not_after_its_end()
    {
        Options = Options with { Retries = 1, Backoff = new Backoff(Ten) };
        Add(0, 4, last: true);
        Ledger().Take(4);
        Ledger().Take(3);
        Ledger().Take(2);
        Fail(0);
        Complete(Pages.Values(1, 1));

        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(i => Ledger().AbortItem(i, Aborted)));
        Ledger().Return(2, 1, Now);

        Assert.Equal("Aborted,,Aborted,Aborted", Codes());
        Assert.Equal(RunPhase.Failed, End().Phase);
    }

    [Fact]
    public void An_item_that_was_aborted_while_it_was_out_keeps_its_reason_when_the_run_is_aborted_next()
    {
        Add(0, 3);
        TakeAll();
        Ledger().AbortItem(1, Aborted with { Message = "no more of it" });
        Ledger().Abort(Aborted);
        Enumerable.Range(0, 3).ToList().ForEach(i => Ledger().Return(i, 1, Now));

        Assert.Equal(["enough", "no more of it", "enough"], Enumerable.Range(0, 3).Select(i => ErrorOf(i)!.Message));
    }

    [Fact]
    public void An_item_that_was_aborted_while_it_was_out_is_not_retried()
    {
        Options = Options with { Retries = 5 };
        Add(0, 1);
        TakeAll();
        Ledger().AbortItem(0, Aborted);
        Fail(0);

        Assert.Empty(TakeAll());
        Assert.Equal(0, Ledger().Counts.Retrying);
    }

    [Fact]
    public void With_fail_fast_the_first_failure_stops_the_run_and_the_lowest_one_is_its_error()
    {
        Spec = Spec with { FailFast = true };
        Add(0, 5);
        Ledger().Take(4);
        Ledger().Take(4);
        Fail(1, Ending.IsHopeless);
        Assert.True(Ledger().IsStopping);
        Assert.Empty(TakeAll());
        Ledger().Return(0, 1, Now);

        var state = End();

        Assert.Equal((RunPhase.Failed, "Hopeless", 1), (state.Phase, state.Error!.Code, state.Error.Index));
        Assert.Equal("Aborted,Hopeless,Aborted,Aborted,Aborted", Codes());
    }

    [Theory]
    [InlineData(1, RunPhase.Succeeded)]
    [InlineData(2, RunPhase.Failed)]
    public void A_run_stops_as_soon_as_more_items_have_failed_than_are_tolerated(int failures, RunPhase phase)
    {
        Options = Options with { Tolerance = new Tolerance { MaxFailures = 1 } };
        Add(0, 5, last: true);
        TakeAll();
        for (var index = 0; index < failures; index++)
        {
            Fail(index);
        }

        Assert.Equal(failures == 2, Ledger().IsStopping);
        Complete(Pages.Values(failures, 5 - failures));
        Assert.Equal(phase, End().Phase);
        Assert.Equal(failures == 2 ? ErrorCodes.ToleranceExceeded : null, Ledger().State.Error?.Code);
    }

    [Fact]
    public void A_least_number_of_successes_is_decided_once_all_inputs_are_known()
    {
        Options = Options with { Tolerance = new Tolerance { MinSuccesses = 2 } };
        Add(0, 3);
        TakeAll();
        Fail(0);
        Fail(1);
        Assert.False(Ledger().IsStopping);

        Ledger().AddItems(3, null, last: true, fault: null, Now);

        Assert.True(Ledger().IsStopping);
    }
}
