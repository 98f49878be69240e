using Flyte.Actors.Placement;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class GateBookTests
{
    private readonly GateBook book = new(64);
    private readonly Dictionary<string, int> granted = new(StringComparer.Ordinal);
    private long version;

    [Property(MaxTest = 400)]
    public Property Whatever_happens_shares_are_fair_and_no_slot_is_granted_twice_or_idle() => Prop.ForAll(Histories(), history =>
    {
        var model = new GateModel(history.Capacity);
        var failed = history.Steps.Select((step, i) => (i, Problem: model.Do(step.Op, step.Run, step.Amount))).FirstOrDefault(s => s.Problem is not null);
        return (failed.Problem is null).Label($"step {failed.i}: {failed.Problem}");
    });

    [Fact]
    public void All_wishes_are_granted_while_they_fit()
    {
        Wish("a", 10);
        Wish("b", 54);

        Assert.Equal("a=10 b=54", Told());
        Assert.Equal(new GateLoad(64, 0, 2, IsDraining: false), book.Load);
    }

    [Fact]
    public void What_does_not_fit_is_shared_and_who_needs_less_than_his_share_has_it_all()
    {
        Wish("a", 100);
        Wish("b", 4);
        Wish("c", 100);

        Assert.Equal("a=30 b=4 c=30", Told());
    }

    [Fact]
    public void A_slot_that_is_to_be_given_up_is_granted_to_another_run_once_it_is_gone()
    {
        Wish("a", 64);
        Told();
        book.Note("a", 64);
        Wish("b", 64);
        Assert.Equal("a=32 b=0", Told());

        book.Note("a", 60);
        Assert.Equal("b=4", Told());
        Assert.False(book.MayOpen("a"));

        book.Note("a", 10);
        Assert.Equal("b=32", Told());
        Assert.True(book.MayOpen("a"));
    }

    [Fact]
    public void What_is_freed_goes_to_the_run_that_has_least()
    {
        Wish("a", 64);
        Told();
        book.Note("a", 64);
        Wish("b", 20);
        Told();
        book.Note("a", 54);
        Assert.Equal("b=10", Told());
        Wish("c", 20);
        Assert.Equal("a=24 c=0", Told());

        book.Note("a", 44);
        Assert.Equal("c=10", Told());
        book.Note("a", 40);
        Assert.Equal("b=12 c=12", Told());
    }

    [Fact]
    public void Bodies_that_wait_give_their_slots_back_until_they_go_on()
    {
        Wish("parent", 64);
        Told();
        book.Note("parent", 64);
        Wish("child", 8);
        Told();

        book.Waiting("parent", 3);
        Assert.Equal("child=3 parent=59", Told());
        book.Waiting("parent", 64);
        Assert.Equal("child=8 parent=64", Told());

        book.Note("child", 8);
        book.Waiting("parent", 0);
        Assert.Equal("parent=56", Told());
    }

    [Fact]
    public void A_run_without_a_slot_elsewhere_has_one_however_many_there_are()
    {
        for (var i = 0; i < 100; i++)
        {
            book.Wish($"run-{i:000}", 5, 1, needsOne: true);
        }

        Assert.All(book.TakeChanges(), grant => Assert.Equal(1, grant.Slots));
        Wish("rich", 5);
        Assert.Equal("rich=0", Told());
    }

    [Fact]
    public void An_old_wish_changes_nothing_even_of_a_run_that_has_gone()
    {
        book.Wish("a", 5, 7);
        Told();

        Assert.False(book.Wish("a", 9, 7));
        Assert.False(book.Wish("a", 9, 6));
        Assert.Equal("", Told());
        Assert.Equal(new Grant("a", 5, 1, 7), book.GrantOf("a"));

        book.Wish("a", 0, 8);
        Assert.Equal("a=0", Told());
        Assert.Equal(0, book.Load.Runs);
        Assert.False(book.Wish("a", 9, 7));
        Assert.Equal(new Grant("a", 0, 2, 8), book.GrantOf("a") with { Version = 2 });
        Assert.True(book.Wish("a", 9, 9));
    }

    [Fact]
    public void A_gate_that_drains_takes_all_back_and_answers_new_wishes_with_nothing()
    {
        Wish("a", 5);
        Told();
        book.Drain();
        Assert.Equal("a=0", Told());
        book.Wish("b", 5, 1, needsOne: true);
        Assert.Equal("b=0", Told());
        Assert.True(book.Load is { IsDraining: true, Free: 0 });
    }

    [Fact]
    public void A_wish_beyond_the_share_moves_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            Wish($"run-{i}", 20);
        }

        Told();
        Wish("run-3", 400);
        Assert.Equal("run-3=7", Told());
        Wish("run-0", 30);
        Assert.Equal("run-0=7", Told());
    }

    [Fact]
    public void Of_runs_that_could_have_one_more_it_goes_to_who_has_least_on_all_nodes()
    {
        var small = new GateBook(2);
        small.Wish("a", 1, 1);
        small.TakeChanges();
        small.Note("a", 1);
        small.Wish("rich", 5, 1, needsOne: false, has: 30);
        small.Wish("poor", 5, 1, needsOne: false, has: 3);

        Assert.Equal([("rich", 0), ("poor", 1)], small.TakeChanges().Select(grant => (grant.RunKey, grant.Slots)));
        Assert.Equal(17, small.Load.Fair);

        small.Wish("a", 0, 2);
        small.Note("a", 0);
        Assert.Contains(small.TakeChanges(), grant => grant is { RunKey: "rich", Slots: 1 });
    }

    [Fact]
    public void Where_no_run_lacks_slots_there_is_nothing_to_yield_for()
    {
        Wish("a", 64);
        Told();

        Assert.Null(book.Load.Fair);
    }

    [Fact]
    public void Capacity_can_be_changed()
    {
        Wish("a", 100);
        Told();
        book.Resize(80);
        Assert.Equal("a=80", Told());
        book.Resize(10);
        Assert.Equal("a=10", Told());
    }

    private void Wish(string run, int slots) => book.Wish(run, slots, ++version);

    /// <summary>What the gate has to tell now.</summary>
    private string Told()
    {
        var changes = book.TakeChanges();
        foreach (var change in changes)
        {
            granted[change.RunKey] = change.Slots;
        }

        return string.Join(' ', changes.OrderBy(change => change.RunKey, StringComparer.Ordinal).Select(change => $"{change.RunKey}={change.Slots}"));
    }

    private static Arbitrary<(int Capacity, (GateOp Op, int Run, int Amount)[] Steps)> Histories()
    {
        var wish = from op in Gen.Elements(GateOp.Wish, GateOp.Wish, GateOp.Wish, GateOp.Need) from run in Gen.Choose(0, 7) from amount in Gen.Choose(0, 30) select (op, run, amount);
        var use = from op in Gen.Elements(GateOp.Open, GateOp.Open, GateOp.End, GateOp.Wait, GateOp.Resume) from run in Gen.Choose(0, 7) from amount in Gen.Choose(0, 30) select (op, run, amount);
        var rare = from op in Gen.Elements(GateOp.Lose, GateOp.Drain) from run in Gen.Choose(0, 7) from amount in Gen.Choose(0, 20) select (op, run, amount);
        return (from capacity in Gen.Choose(0, 40)
                from steps in Gen.Frequency((5, wish), (8, use), (1, rare)).ArrayOf(60)
                select (capacity, steps)).ToArbitrary();
    }
}
