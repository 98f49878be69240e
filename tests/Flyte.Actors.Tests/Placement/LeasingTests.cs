using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class LeasingTests
{
    private readonly Leasing leasing = new(LeaseRules.Default);

    [Fact]
    public void What_is_expected_counts_until_an_item_has_ended()
    {
        Assert.Null(leasing.Pace);
        leasing.Expect(TimeSpan.FromMilliseconds(3));
        Assert.Equal(TimeSpan.FromMilliseconds(3), leasing.Pace);

        leasing.Observe(1, TimeSpan.FromMilliseconds(5), bytesPerItem: 0);
        leasing.Expect(TimeSpan.FromMilliseconds(3));

        Assert.Equal(TimeSpan.FromMilliseconds(5), leasing.Pace);
    }

    [Fact]
    public void The_first_item_counts_little_once_there_are_many()
    {
        leasing.Observe(1, TimeSpan.FromMilliseconds(50), 0);
        leasing.Observe(0, TimeSpan.FromMilliseconds(50), 0);
        leasing.Observe(999, TimeSpan.FromMilliseconds(999), 0);

        Assert.InRange(leasing.Pace!.Value.TotalMilliseconds, 1, 1.1);
    }

    [Fact]
    public void One_item_that_fails_at_once_does_not_make_the_others_cheap()
    {
        for (var i = 0; i < 100; i++)
        {
            leasing.Observe(1, TimeSpan.FromMilliseconds(80), 0);
        }

        leasing.Observe(1, TimeSpan.Zero, 0);

        Assert.Equal(70, leasing.Pace!.Value.TotalMilliseconds, 1);
    }

    [Fact]
    public void Only_leases_to_other_nodes_have_a_way_and_large_items_make_few()
    {
        leasing.Observe(1000, TimeSpan.FromSeconds(1), bytesPerItem: 10);

        Assert.Equal(8, leasing.Next(isAtHome: false, grain: 1, 100_000, slots: 2, reach: 2).Items);
        Assert.Equal(1, leasing.Next(isAtHome: true, grain: 1, 100_000, slots: 2, reach: 2).Items);
        leasing.Observe(1_000_000, TimeSpan.FromSeconds(1000), bytesPerItem: 500_000);
        Assert.Equal(2, leasing.Next(isAtHome: false, grain: 1, 100_000, slots: 2, reach: 2).Items);
    }
}
