using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class GateLinkTests
{
    private static readonly TimeSpan Later = PlanRhythm.Beat;

    private readonly GateLink link = new();

    [Fact]
    public void A_wish_is_news_when_it_is_another_one()
    {
        Assert.False(link.IsNews(Wish(0), has: 9, Later));
        Assert.True(link.IsNews(Wish(5), has: 9, TimeSpan.Zero));
        link.Tell(Wish(5), has: 9, 1, TimeSpan.Zero);

        Assert.False(link.IsNews(Wish(5), has: 9, TimeSpan.Zero));
        Assert.True(link.IsNews(Wish(6), has: 9, TimeSpan.Zero));
        Assert.True(link.IsNews(Wish(5) with { NeedsOne = true }, has: 9, TimeSpan.Zero));
    }

    [Fact]
    public void A_wish_that_is_not_answered_is_told_again_after_a_while()
    {
        link.Tell(Wish(5), has: 9, 1, TimeSpan.Zero);

        Assert.False(link.IsNews(Wish(5), has: 9, Later / 2));
        Assert.True(link.IsNews(Wish(5), has: 9, Later));
        link.Hear(5, 1, wishVersion: 1);
        Assert.False(link.IsNews(Wish(5), has: 9, Later));
    }

    [Fact]
    public void A_wish_is_told_again_at_once_when_the_gate_has_heard_a_later_one()
    {
        link.Tell(Wish(5), has: 0, 1, TimeSpan.Zero);
        link.Hear(0, version: 1, wishVersion: 100);
        Assert.Equal((true, false), (link.IsOvertaken, link.IsAnswered));
        Assert.True(link.IsNews(Wish(5), has: 0, TimeSpan.Zero));

        link.Tell(Wish(5), has: 0, 101, TimeSpan.Zero);
        Assert.False(link.IsOvertaken);
        link.Hear(5, version: 2, wishVersion: 101);
        Assert.Equal((5, true), (link.Granted, link.IsAnswered));
    }

    [Theory]
    [InlineData(3, 20, false)]
    [InlineData(3, 22, true)]
    [InlineData(5, 100, false)]
    public void What_it_has_elsewhere_is_news_where_it_lacks_something_and_only_if_it_makes_a_difference(int granted, int has, bool isNews)
    {
        link.Tell(Wish(5), has: 16, 1, TimeSpan.Zero);
        link.Hear(granted, 1, wishVersion: 1);

        Assert.Equal(isNews, link.IsNews(Wish(5), has, Later));
        Assert.False(link.IsNews(Wish(5), has, Later / 2));
    }

    [Fact]
    public void The_latest_grant_counts_and_never_more_than_is_wished()
    {
        link.Tell(Wish(5), has: 0, 1, TimeSpan.Zero);
        link.Hear(5, version: 12, wishVersion: 1);
        link.Hear(2, version: 11, wishVersion: 1);
        Assert.Equal(5, link.Granted);

        link.Tell(Wish(3), has: 0, 2, TimeSpan.Zero);
        Assert.Equal((3, false, false), (link.Granted, link.IsAnswered, link.IsLacking));
        link.Hear(2, version: 13, wishVersion: 2);
        Assert.Equal((2, true, true), (link.Granted, link.IsAnswered, link.IsLacking));
    }

    private static SlotWish Wish(int slots) => new("node", slots, NeedsOne: false);
}
