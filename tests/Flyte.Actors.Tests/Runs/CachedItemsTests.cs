using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>Items that get their results from a cache, and those that wait for one out of line.</summary>
public sealed class CachedItemsTests : LedgerTest
{
    [Fact]
    public void Items_with_known_results_end_without_being_handed_out()
    {
        Add(0, 10, last: true);
        Ledger().Cached.Finish(Pages.Values(2, 5));
        Assert.Equal([0, 1, 7, 8, 9], TakeAll());

        Complete(Pages.Values(0, 2));
        Complete(Pages.Values(7, 3));
        Ledger().EndIfDone(Now);

        var state = Record(Ledger());
        Assert.Equal((RunPhase.Succeeded, 10), (state.Phase, state.Succeeded));
    }

    [Fact]
    public void More_inputs_are_wanted_while_all_of_a_page_are_known()
    {
        Add(0, 8);
        var little = Ledger().Credit;

        Ledger().Cached.Observe(8, 8);
        Assert.Equal(little + 32 - 8, Ledger().Credit);
        Ledger().Cached.Observe(1000, 1000);
        Assert.Equal(4000, Ledger().Credit);
        Ledger().Cached.Observe(1, 1);
        Assert.Equal(4000, Ledger().Credit);

        Ledger().Cached.Observe(7, 8);
        Assert.Equal(little, Ledger().Credit);
    }

    [Fact]
    public void What_has_ended_or_is_handed_out_keeps_what_it_has()
    {
        Add(0, 4, last: true);
        var first = Ledger().Take(1)!.Value;
        Ledger().AbortItem(1, Aborted);
        Ledger().Cached.Finish(Pages.Values(0, 4));

        Complete(Pages.Values(first.First, first.Count));
        Ledger().EndIfDone(Now);

        var state = Record(Ledger());
        Assert.Equal((3, 1), (state.Succeeded, state.Aborted));
    }

    [Fact]
    public void An_item_out_of_line_waits_until_it_is_freed_or_gets_its_result()
    {
        Add(0, 3, last: true);
        Assert.Equal([0, 1, 2], TakeAll());
        Ledger().Cached.Hold(1);
        Ledger().Cached.Hold(2);
        Assert.Empty(TakeAll());
        Assert.Equal((2, 1), (Ledger().Counts.Queued, Ledger().Counts.Running));

        Ledger().Cached.Free(1, Now);
        Assert.Equal([1], TakeAll());
        Ledger().Cached.FinishHeld(Pages.Values(2, 1));
        Ledger().Cached.FinishHeld(Pages.Values(1, 1)); // It runs.
        Complete(Pages.Values(0, 2));
        Ledger().EndIfDone(Now);

        Assert.Equal((RunPhase.Succeeded, 3), (Record(Ledger()).Phase, Ledger().State.Succeeded));
    }

    [Fact]
    public void An_item_out_of_line_can_be_aborted_and_has_its_deadline()
    {
        Options = Options with { Deadline = TimeSpan.FromMinutes(1) };
        Add(0, 3, last: true);
        TakeAll();
        Ledger().Cached.Hold(1);
        Ledger().Cached.Hold(2);
        Assert.False(Ledger().AbortItem(1, Aborted));
        Pass(TimeSpan.FromMinutes(1));
        Ledger().Cached.Free(1, Now);
        Ledger().Cached.FinishHeld(Pages.Values(2, 1));
        Complete(Pages.Values(0, 1));
        Ledger().EndIfDone(Now);

        var state = Record(Ledger());
        Assert.Equal((1, 1, 1), (state.Succeeded, state.Aborted, state.TimedOut));
        Assert.True(state.HasEnded);
    }
}
