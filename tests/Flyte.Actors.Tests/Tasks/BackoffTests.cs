using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Before the n-th retry, from 0, an item waits <c>min(base · factor^n, cap)</c>.</summary>
public sealed class BackoffTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Without_a_factor_every_wait_is_the_base()
    {
        var backoff = new Backoff(Second);

        Assert.Equal([Second, Second, Second], new[] { 0, 1, 100 }.Select(backoff.Delay));
    }

    [Fact]
    public void With_a_factor_the_waits_grow_up_to_the_cap()
    {
        var backoff = new Backoff(Second, factor: 2, cap: 10 * Second);

        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(0, 6).Select(n => backoff.Delay(n).TotalSeconds));
        Assert.Equal(10 * Second, backoff.Delay(int.MaxValue));
    }

    [Fact]
    public void A_factor_need_not_be_whole() =>
        Assert.Equal(2.25, new Backoff(Second, 1.5, TimeSpan.FromMinutes(1)).Delay(2).TotalSeconds, precision: 6);

    [Fact]
    public void None_waits_not_at_all() => Assert.Equal(TimeSpan.Zero, Backoff.None.Delay(5));

    [Fact]
    public void A_base_of_zero_stays_zero() => Assert.Equal(TimeSpan.Zero, new Backoff(TimeSpan.Zero, 2, Second).Delay(2000));

    [Fact]
    public void Bad_values_are_argument_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>("baseDelay", () => new Backoff(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new Backoff(Second, 0.5, Second));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new Backoff(Second, double.NaN, Second));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new Backoff(Second, double.PositiveInfinity, Second));
        Assert.Throws<ArgumentOutOfRangeException>("cap", () => new Backoff(Second, 1, TimeSpan.Zero));
        Assert.Throws<ArgumentException>("cap", () => new Backoff(Second, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.None.Delay(-1));
    }
}
