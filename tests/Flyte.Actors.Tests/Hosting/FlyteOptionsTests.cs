using Xunit;

namespace Flyte.Actors.Tests.Hosting;

/// <summary>The settings have documented defaults and are checked when they are set.</summary>
public sealed class FlyteOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new FlyteOptions();

        Assert.Equal(
            (1000, 65_536, 2, TimeSpan.FromSeconds(5), 4096, 1000),
            (options.DefaultConcurrency, options.RunAhead, options.SystemRetries, options.CancellationGrace, options.MaxThreads, options.FinishedRunsKept));
    }

    [Fact]
    public void Bad_values_are_argument_errors_that_name_the_option()
    {
        Assert.Throws<ArgumentOutOfRangeException>("DefaultConcurrency", () => new FlyteOptions { DefaultConcurrency = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("RunAhead", () => new FlyteOptions { RunAhead = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("SystemRetries", () => new FlyteOptions { SystemRetries = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("CancellationGrace", () => new FlyteOptions { CancellationGrace = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>("MaxThreads", () => new FlyteOptions { MaxThreads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("FinishedRunsKept", () => new FlyteOptions { FinishedRunsKept = -1 });
    }
}
