using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

public sealed class SlotHistoryTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SlotHistory history = new();

    [Fact]
    public void A_lease_is_told_with_its_slot_and_its_time()
    {
        var slot = Slot(3, first: 40, count: 8);
        slot.Failed = 2;

        history.Add(slot, 5, Start.AddSeconds(7));

        Assert.Equal(new LeaseSpan("node:1", 3, 40, 5, 2, Start, Start.AddSeconds(7)), Assert.Single(history.Show([]).Spans));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void The_last_ones_are_remembered_in_their_order(int leases)
    {
        for (var i = 0; i < leases; i++)
        {
            history.Add(Slot(i, first: i), 1, Start.AddSeconds(i));
        }

        var from = Math.Max(0, leases - RunActivity.MaxSpans);
        Assert.Equal(Enumerable.Range(from, leases - from), history.Show([]).Spans.Select(span => span.First));
    }

    [Fact]
    public void One_of_which_nothing_was_begun_is_not()
    {
        history.Add(Slot(1, first: 0), 0, Start);
        Assert.Empty(history.Show([]).Spans);
    }

    [Fact]
    public void What_runs_longest_is_first_and_only_so_much_is_shown()
    {
        var busy = Enumerable.Range(0, 300).Select(i => Slot(i, first: i, begun: Start.AddSeconds(-i))).ToList();

        var running = history.Show(busy).Running;

        Assert.Equal(Enumerable.Range(200, RunActivity.MaxRunning).Reverse(), running.Select(item => item.Index));
        Assert.Equal(new RunningItem(299, "node:1", 299, 3, Start.AddSeconds(-299)), running[0]);
    }

    [Fact]
    public void What_a_lease_has_shown_is_no_longer_running()
    {
        var slot = Slot(1, first: 10, count: 4);
        Assert.True(slot.IsNew(new Progress(1, Pages.Values(10, 2), 13, 1), Start.AddSeconds(5)));

        Assert.Equal((12, Start.AddSeconds(5)), history.Show([slot]).Running.Select(item => (item.Index, item.StartedAt)).Single());
        Assert.Equal((13, Start), (slot.End, slot.BegunAt));
    }

    private static Slot Slot(int number, int first, int count = 1, DateTimeOffset? begun = null)
    {
        var slot = new Slot(ActorRefs.Nobody, new SlotPlace("node:1", Props.Empty, static _ => true), number);
        slot.Begin(new Lease(1, Pages.Of(first + count), 0, first, count, new(1, 1), null, IsRecalled: false, EndsAtFailure: false), begun ?? Start, due: null);
        return slot;
    }
}
