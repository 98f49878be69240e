using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class LeasePlanTests
{
    private static readonly LeaseRules Rules = new(MaxBytes: 1000, TimeSpan.FromMilliseconds(0.5), LeasesPerSecond: 4000);

    [Fact]
    public void One_item_first_as_nobody_knows_how_long_it_takes() =>
        Assert.Equal(new LeasePlan(1, 1), LeasePlan.Of(null, grain: 1, waiting: 10_000, slots: 8, concurrency: 8, bytesPerItem: 1, Rules));

    [Fact]
    public void An_item_that_takes_long_goes_alone() =>
        Assert.Equal(new LeasePlan(1, 1), Plan(50));

    [Fact]
    public void Items_that_take_no_longer_than_the_way_go_together_and_the_next_ones_are_sent_ahead()
    {
        Assert.Equal(new LeasePlan(20, 2), Plan(0.1));
        Assert.Equal(new LeasePlan(2, 2), Plan(1));
    }

    [Fact]
    public void With_many_slots_leases_have_more_items_so_that_the_run_keeps_up() =>
        Assert.Equal(new LeasePlan(80, 1), LeasePlan.Of(TimeSpan.FromMilliseconds(50), 1, 100_000_000, slots: 100, concurrency: 16_000, 1, Rules));

    [Fact]
    public void A_lease_does_not_take_longer_than_ten_seconds_for_that() =>
        Assert.Equal(new LeasePlan(10, 1), LeasePlan.Of(TimeSpan.FromSeconds(1), 1, 100_000_000, 64_000, 64_000, 1, Rules));

    [Fact]
    public void At_the_end_no_slot_has_so_much_that_others_have_nothing() =>
        Assert.Equal(new LeasePlan(20, 2), LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, waiting: 32, slots: 8, concurrency: 8, 1, Rules));

    [Fact]
    public void At_the_end_too_the_run_keeps_up() =>
        Assert.Equal(4, LeasePlan.Of(TimeSpan.FromMilliseconds(1), 1, waiting: 32, slots: 16, concurrency: 16, 1, Rules).Items);

    [Fact]
    public void A_lease_fits_into_its_bytes_and_one_item_always_does()
    {
        Assert.Equal(3, LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, 100_000, 8, 8, bytesPerItem: 300, Rules).Items);
        Assert.Equal(1, LeasePlan.Of(TimeSpan.FromMilliseconds(0.1), 1, 100_000, 8, 8, bytesPerItem: 5000, Rules).Items);
    }

    [Fact]
    public void Items_that_take_nothing_go_in_leases_as_large_as_beside_the_run() =>
        Assert.Equal(1000, LeasePlan.Of(TimeSpan.Zero, 8192, 1_000_000, 8, 8, 1, Rules).Items);

    private static LeasePlan Plan(double milliseconds) =>
        LeasePlan.Of(TimeSpan.FromMilliseconds(milliseconds), 1, 1_000_000, 8, 8, 1, Rules);
}
