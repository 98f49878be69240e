using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

public sealed class AloneTurnTests
{
    private readonly AloneTurn turn = new();

    [Fact]
    public void One_run_at_a_time_has_it()
    {
        Assert.True(turn.TryTake(new RunId("a")));
        Assert.False(turn.TryTake(new RunId("b")));
        turn.Release(new RunId("a"));
        Assert.True(turn.TryTake(new RunId("b")));
    }

    [Fact]
    public void A_run_below_the_item_has_it_too()
    {
        Assert.True(turn.TryTake(new RunId("a")));
        Assert.True(turn.TryTake(new RunId("a/0/calls")));
        Assert.False(turn.TryTake(new RunId("a/0/map-0")));
        Assert.False(turn.TryTake(new RunId("ab")));
    }
}
