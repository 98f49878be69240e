using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>How a ledger takes inputs in, hands work out and takes it back.</summary>
public sealed class RunLedgerTests : LedgerTest
{
    [Fact]
    public void Inputs_that_are_repeated_are_passed_over()
    {
        Add(0, 5);
        Add(0, 5);

        Assert.Equal(5, Record(Ledger()).Added);
        Assert.Equal(5, Ledger().Waiting);
    }

    [Fact]
    public void Of_inputs_that_overlap_only_the_new_part_is_taken()
    {
        Add(0, 5);
        Add(3, 5);

        Assert.Equal([(0, 5), (5, 3)], Ledger().TakeEvents().OfType<ItemsAdded>().Select(e => (e.First, e.Page.Count)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], TakeAll());
    }

    [Fact]
    public void A_gap_in_the_inputs_is_left_to_be_sent_again()
    {
        Add(0, 2);
        Add(3, 2, last: true);
        Assert.Equal((2, false), (Record(Ledger()).Added, Ledger().State.IsClosed));

        Add(2, 3, last: true);
        Assert.Equal((5, true), (Record(Ledger()).Added, Ledger().State.IsClosed));
    }

    [Fact]
    public void What_comes_after_the_last_input_is_not_taken()
    {
        Add(0, 2, last: true);
        Add(2, 2);

        Assert.Equal(2, Record(Ledger()).Added);
    }

    [Fact]
    public void Leases_do_not_overlap_and_cover_everything()
    {
        Add(0, 7);
        Add(7, 9);

        Assert.Equal(Enumerable.Range(0, 16), TakeAll().Order());
        Assert.Equal((0, 16), (Ledger().Counts.Queued, Ledger().Counts.Running));
    }

    [Fact]
    public void A_lease_is_of_one_page()
    {
        Add(0, 3);
        Add(3, 200);
        Grow();

        var leases = new List<WorkRange>();
        while (Ledger().Take(1) is { } work)
        {
            leases.Add(work);
        }

        Assert.Contains(leases, l => l.Count > 1);
        Assert.All(leases, l => Assert.InRange(l.First + l.Count, l.First + 1, l.Page.End));
    }

    [Fact]
    public void What_was_not_started_is_handed_out_again()
    {
        Add(0, 40);
        Grow();
        var lease = Ledger().Take(1)!.Value;
        Assert.True(lease.Count > 2);

        Ledger().Return(lease.First + 1, lease.Count - 1, Now);

        Assert.Equal(Enumerable.Range(0, 40).Except([lease.First]), TakeAll().Order());
    }

    [Fact]
    public void Nothing_is_handed_out_beyond_the_run_ahead_of_the_reader()
    {
        Spec = Spec with { RunAhead = 4 };
        Add(0, 20);
        Assert.Equal([0, 1, 2, 3], TakeAll());

        Ledger().Consume(3);

        Assert.Equal([4, 5, 6], TakeAll());
    }

    [Fact]
    public void Inputs_are_wanted_as_far_as_the_reader_may_be_run_ahead_of()
    {
        Spec = Spec with { RunAhead = 4, Concurrency = 100 };
        Assert.Equal(4, Ledger().Credit);

        Ledger().Consume(10);

        Assert.Equal(14, Ledger().Credit);
    }

    [Fact]
    public void The_window_of_inputs_moves_with_what_is_done_and_is_no_larger_than_allowed()
    {
        Rules = new LedgerRules(SystemRetries: 0, MaxWindow: 50);
        Spec = Spec with { Concurrency = 1000 };
        Assert.Equal(50, Ledger().Credit);

        Add(0, 50);
        TakeAll();
        Complete(Pages.Values(0, 20));

        Assert.Equal(70, Ledger().Credit);
    }

    [Theory]
    [InlineData(2000, 600_000)]
    [InlineData(4000, 786_432)]
    public void For_large_leases_of_many_slots_more_inputs_are_wanted_up_to_so_many_bytes(int slots, int credit)
    {
        Add(0, 100);

        Ledger().Take(slots, items: 200);

        Assert.Equal(credit, Ledger().Credit);
    }

    [Fact]
    public void No_more_inputs_are_wanted_after_the_last_one_or_a_stop()
    {
        Add(0, 3);
        Ledger().Abort(Aborted);
        Assert.Equal(3, Ledger().Credit);
    }

    [Fact]
    public void A_resize_is_an_event_and_one_to_the_same_size_is_none()
    {
        Ledger().Resize(9);
        Ledger().Resize(9);

        Assert.Equal(9, Assert.Single(Ledger().TakeEvents().OfType<RunResized>()).Concurrency);
    }

    [Fact]
    public void A_stream_of_inputs_that_broke_off_fails_the_run_and_keeps_what_was_done()
    {
        Add(0, 2, last: true, Errors.User(ErrorCodes.InputSourceFailed, "broke"));
        TakeAll();
        Complete(Pages.Values(0, 2));

        var state = End();

        Assert.Equal((RunPhase.Failed, ErrorCodes.InputSourceFailed, 2), (state.Phase, state.Error!.Code, state.Succeeded));
    }

    [Fact]
    public void A_run_without_inputs_succeeds_when_they_end()
    {
        Assert.False(End().HasEnded);
        Ledger().AddItems(0, null, last: true, fault: null, Now);
        Assert.Equal(RunPhase.Succeeded, End().Phase);
    }

    [Fact]
    public void What_an_earlier_attempt_at_the_parent_recorded_is_taken_over_whatever_the_order()
    {
        Spec = Spec with { IsRecalled = true };
        Add(0, 3);
        TakeAll();
        Complete(Pages.Values(0, 1));
        Complete(Pages.Failure(Pages.Error(1, Ending.IsHopeless)));
        Complete(Pages.Values(2, 1));
        Record(Ledger());

        var second = new RunLedger(Spec, Rules, Now, Ledger().Remember());
        second.AddItems(0, new InputPage<int>(Pages.Task.Definition, TaskOptions.Default, [2, 2, 1, 0], 0, 4), last: true, fault: null, Now);
        Record(second);

        Assert.Equal([(0, 20), (3, 0)], Pages.Results(second.State, ReadOrder.Completed).Select(r => (r.Index, r.Value)));
        Assert.Equal(2, second.Waiting);
    }
}
