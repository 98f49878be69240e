using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>What was in hand when a process died is read by the next one.</summary>
public sealed class BlackBoxTests : IDisposable
{
    private static readonly RunId Run = new("run");
    private readonly TempFolder folder = new();

    private string Path => folder.File("inhand");

    [Fact]
    public void The_item_in_hand_last_is_known_once()
    {
        var box = new BlackBox(Path);
        Assert.Empty(box.InHandAtDeath(Run));
        var slot = box.Open(Run, 3);
        box.Set(slot, 4);
        box.Close(box.Open(Run, 8));
        box.Leave();

        var next = new BlackBox(Path);
        Assert.Equal([4], next.InHandAtDeath(Run));
        Assert.Empty(next.InHandAtDeath(Run));
        Assert.Empty(next.InHandAtDeath(new RunId("other")));
        next.Leave();

        using var last = new BlackBox(Path);
        Assert.Empty(last.InHandAtDeath(Run));
    }

    [Fact]
    public void A_process_that_ends_in_order_leaves_nothing_in_hand()
    {
        using (var box = new BlackBox(Path))
        {
            box.Open(Run, 1);
        }

        using var next = new BlackBox(Path);
        Assert.Empty(next.InHandAtDeath(Run));
    }

    [Fact]
    public void Who_waits_for_what_it_has_called_had_nothing_in_hand()
    {
        var box = new BlackBox(Path);
        box.Open(Run, 1);
        box.Open(Run, 2);
        box.Open(Run.Child(2, "calls"), 0);
        box.Leave();

        using var next = new BlackBox(Path);
        Assert.Equal([1], next.InHandAtDeath(Run));
        Assert.Equal([0], next.InHandAtDeath(Run.Child(2, "calls")));
    }

    [Fact]
    public void Who_finds_a_file_in_use_takes_the_next_one()
    {
        string[] files = [Path, folder.File("inhand-2")];
        var box = BlackBox.OfFirstFree(files);
        using var second = BlackBox.OfFirstFree(files);
        Assert.Throws<IOException>(() => BlackBox.OfFirstFree(files));
        box.Open(Run, 1);
        box.Leave();

        using var next = BlackBox.OfFirstFree(files);
        Assert.Equal([1], next.InHandAtDeath(Run));
    }

    [Fact]
    public void What_runs_elsewhere_may_have_to_hear_is_kept_until_they_have()
    {
        var box = new BlackBox(Path, isShared: true);
        box.Open(Run, 1);
        box.Open(Run, 2);
        box.Open(Run.Child(2, "calls"), 0);
        box.Open(new RunId("other"), 7);
        box.Leave();

        var next = new BlackBox(Path, isShared: true);
        next.Open(Run, 1);
        next.Settle("other", next.Deaths.Single(death => death.Root == "other").Death);
        var first = Assert.Single(next.Deaths);
        Assert.Equal([new HeldItem(BlackBox.Key(Run), 1), new HeldItem(BlackBox.Key(Run.Child(2, "calls")), 0)], first.Items.OrderBy(item => item.Index == 0));
        next.Leave();

        using (var last = new BlackBox(Path, isShared: true))
        {
            Assert.Equal(first.Items, last.Deaths.Single(death => death.Death == first.Death).Items);
            Assert.Equal([new HeldItem(BlackBox.Key(Run), 1)], last.Deaths.Single(death => death.Death != first.Death).Items);
            last.Settle("run", last.Deaths.Single(death => death.Death != first.Death).Death);
        }

        using var after = new BlackBox(Path, isShared: true);
        Assert.Equal((first.Death, 2), (Assert.Single(after.Deaths).Death, after.Deaths[0].Items.Count));
    }

    public void Dispose() => folder.Dispose();
}
