using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class LeasePlanTests
{
    private static readonly LeaseRules Rules = new(MaxBytes: 1000, TimeSpan.FromMilliseconds(0.5), LeasesPerSecond: 4000, MaxBytesOfAll: 10_000_000);

    [Fact]
    public void One_item_first_as_nobody_knows_how_long_it_takes() =>
        Assert.Equal(1, LeasePlan.Of(null, grain: 1, waiting: 10_000, slots: 8, reach: 8, bytesPerItem: 1, Rules).Items);

    [Fact]
    public void An_item_that_takes_long_goes_alone() => Assert.Equal(1, Plan(50).Items);

    [Theory]
    [InlineData(0.1, 80)]
    [InlineData(1, 8)]
    [InlineData(3, 3)]
    [InlineData(8, 1)]
    public void The_way_is_a_sixteenth_of_a_lease_at_most(double milliseconds, int items)
    {
        Assert.Equal(items, Plan(milliseconds).Items);
        Assert.InRange(16 * Rules.RoundTrip.TotalMilliseconds, 0, items * milliseconds);
    }

    [Fact]
    public void Beside_the_run_there_is_no_way() =>
        Assert.Equal(2, LeasePlan.Of(TimeSpan.FromMilliseconds(1), grain: 1, 1_000_000, slots: 8, reach: 8, 1, Rules.AtHome).Items);

    [Fact]
    public void A_lease_may_take_twice_what_was_planned_before_it_is_cut() =>
        Assert.Equal(TimeSpan.FromMilliseconds(16.5), Plan(1).Patience);

    [Fact]
    public void With_many_slots_leases_have_more_items_so_that_the_run_keeps_up() =>
        Assert.Equal(80, LeasePlan.Of(TimeSpan.FromMilliseconds(50), 1, 100_000_000, slots: 100, reach: 16_000, 1, Rules).Items);

    [Fact]
    public void Slots_that_it_could_use_and_never_has_do_not_count() =>
        Assert.Equal(1, LeasePlan.Of(TimeSpan.FromMilliseconds(50), 1, 100_000_000, slots: 48, reach: 48, 1, Rules).Items);

    [Fact]
    public void A_lease_does_not_take_longer_than_ten_seconds_for_that() =>
        Assert.Equal(10, LeasePlan.Of(TimeSpan.FromSeconds(1), 1, 100_000_000, 64_000, 64_000, 1, Rules).Items);

    [Fact]
    public void At_the_end_a_lease_is_no_larger_than_lets_the_run_keep_up() =>
        Assert.Equal(20, LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, waiting: 32, slots: 8, reach: 8, 1, Rules).Items);

    [Fact]
    public void At_the_end_too_the_run_keeps_up() =>
        Assert.Equal(4, LeasePlan.Of(TimeSpan.FromMilliseconds(1), 1, waiting: 32, slots: 16, reach: 16, 1, Rules).Items);

    [Fact]
    public void A_lease_fits_into_its_bytes_and_one_item_always_does()
    {
        Assert.Equal(3, LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, 100_000, 8, 8, bytesPerItem: 300, Rules).Items);
        Assert.Equal(1, LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, 100_000, 8, 8, bytesPerItem: 5000, Rules).Items);
    }

    [Fact]
    public void All_leases_together_fit_into_what_the_run_holds() =>
        Assert.Equal(10, LeasePlan.Of(TimeSpan.FromMilliseconds(1), 1, 100_000_000, slots: 1000, reach: 100_000, bytesPerItem: 10, Rules).Items);

    [Fact]
    public void Items_that_take_nothing_go_in_leases_as_large_as_beside_the_run() =>
        Assert.Equal(1000, LeasePlan.Of(TimeSpan.Zero, 8192, 1_000_000, 8, 8, 1, Rules).Items);

    private static LeasePlan Plan(double milliseconds) =>
        LeasePlan.Of(TimeSpan.FromMilliseconds(milliseconds), 1, 1_000_000, 8, 8, 1, Rules);
}
