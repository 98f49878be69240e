using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class GrainTests
{
    private static readonly TimeSpan VeryQuick = TimeSpan.FromMicroseconds(10);
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly Grain grain = new();

    [Fact]
    public void The_first_lease_is_of_one_item() => Assert.Equal(1, grain.Next(waiting: 1000, slots: 1));

    [Fact]
    public void Leases_grow_while_they_are_quick_and_no_further_than_the_largest()
    {
        var sizes = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            sizes.Add(grain.Size);
            grain.Observe(grain.Size, Quick);
        }

        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, Grain.Max, Grain.Max, Grain.Max], sizes);
    }

    [Fact]
    public void Leases_that_take_next_to_nothing_grow_faster()
    {
        var sizes = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            sizes.Add(grain.Size);
            grain.Observe(grain.Size, VeryQuick);
        }

        Assert.Equal([1, 16, 256, 4096, Grain.Max], sizes);
    }

    [Fact]
    public void A_quick_lease_that_was_short_proves_nothing()
    {
        grain.Observe(1, Quick);
        grain.Observe(1, Quick);

        Assert.Equal(4, grain.Size);
    }

    [Fact]
    public void A_slow_lease_makes_the_next_ones_small_again()
    {
        Grow();
        grain.Observe(64, Slow);

        Assert.Equal(1, grain.Size);
    }

    [Fact]
    public void A_lease_without_items_changes_nothing()
    {
        Grow();
        grain.Observe(0, Slow);

        Assert.Equal(64, grain.Size);
    }

    [Theory]
    [InlineData(1000, 1, 64)]
    [InlineData(100, 10, 5)]
    [InlineData(41, 10, 2)]
    [InlineData(1, 0, 1)]
    public void At_the_tail_no_slot_has_to_wait_for_work(int waiting, int slots, int expected)
    {
        Grow();

        Assert.Equal(expected, grain.Next(waiting, slots));
    }

    [Fact]
    public void What_is_done_before_it_could_be_divided_is_handed_out_at_once()
    {
        grain.Expect(TimeSpan.FromMicroseconds(1));

        Assert.Equal((62, 1), (grain.Next(waiting: 62, slots: 4), grain.Next(waiting: 63, slots: 4)));
    }

    [Fact]
    public void What_was_seen_goes_before_what_was_expected()
    {
        grain.Observe(1, Slow);
        grain.Expect(TimeSpan.FromMicroseconds(1));

        Assert.Equal(1, grain.Next(waiting: 10, slots: 1));
    }

    private void Grow()
    {
        for (var size = 1; size < 64; size *= 4)
        {
            grain.Observe(size, Quick);
        }
    }
}
