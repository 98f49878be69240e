using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class PlanRhythmTests
{
    private readonly PlanRhythm rhythm = new();

    [Theory]
    [InlineData(3, 20)]
    [InlineData(300, 600)]
    public void The_first_plan_is_made_at_once_and_the_next_ones_after_a_pause(int nodes, int pause)
    {
        Assert.Equal(TimeSpan.Zero, rhythm.Ask(Milliseconds(5), nodes));
        rhythm.OnPlan(Milliseconds(5));

        Assert.False(rhythm.IsDue);
        Assert.Equal(Milliseconds(pause - 1), rhythm.Ask(Milliseconds(6), nodes));
        Assert.True(rhythm.IsDue);
        Assert.Equal(TimeSpan.Zero, rhythm.Ask(Milliseconds(2000), nodes));
    }

    [Fact]
    public void Some_slots_are_opened_at_once_and_the_rest_with_time()
    {
        var opening = new OpeningPace();

        Assert.Equal(512, opening.Take(4000, Milliseconds(10)));
        Assert.Equal(0, opening.Take(4000, Milliseconds(10)));
        Assert.Equal(100, opening.Take(4000, Milliseconds(110)));
        Assert.Equal(512, opening.Take(4000, Milliseconds(10_000)));
        Assert.Equal(3, opening.Take(3, Milliseconds(20_000)));
    }

    [Fact]
    public void The_next_slot_is_opened_where_it_fills_least()
    {
        int[][] places = [[2, 4], [8, 16], [3, 3]];

        Assert.Same(places[1], Spreading.Next(places, place => place[0], place => place[1]));
        Assert.Null(Spreading.Next([places[2]], place => place[0], place => place[1]));
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
