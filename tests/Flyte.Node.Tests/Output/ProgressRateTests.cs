using Flyte.Node.Output;

namespace Flyte.Node.Tests.Output;

public sealed class ProgressRateTests
{
    private readonly ProgressRate rate = new();

    [Fact]
    public void One_sample_is_no_rate() => Assert.Equal(0, Observe(0, 5));

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        Observe(0, 0);
        Assert.Equal(100, Observe(1, 100), precision: 6);
        for (var second = 2; second <= 30; second++)
        {
            Observe(second, 100 + second);
        }

        Assert.Equal(1, Observe(31, 131), precision: 6);
    }

    private double Observe(double second, int done) => rate.Observe(DateTimeOffset.UnixEpoch.AddSeconds(second), done);
}
