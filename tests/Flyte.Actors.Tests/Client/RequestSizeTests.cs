using Flyte.Actors.Client;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>What is said of a run stays small enough for one message.</summary>
public sealed class RequestSizeTests
{
    [Fact]
    public void Names_and_labels_have_a_bound()
    {
        RequestSize.Demand(new string('x', 16_384), labels: null);
        RequestSize.Demand(name: null, new Dictionary<string, string> { ["key"] = new('x', 16_381) });

        Assert.Contains("16,385 bytes", Assert.Throws<ArgumentException>(() => RequestSize.Demand(new string('x', 16_385), labels: null)).Message);
        Assert.Throws<ArgumentException>(() => RequestSize.Demand("", new Dictionary<string, string> { ["key"] = new('ü', 8191) }));
    }

    [Fact]
    public void So_has_what_is_run_again()
    {
        RequestSize.Demand(new RerunOptions { Force = [.. Enumerable.Range(0, 100_000)] });

        Assert.Contains("100,001", Assert.Throws<ArgumentException>(() => RequestSize.Demand(new RerunOptions { Force = [.. Enumerable.Range(0, 100_001)] })).Message);
        Assert.Throws<ArgumentException>(() => RequestSize.Demand(new RerunOptions { Inputs = new Dictionary<int, string> { [1] = new('x', 1024 * 1024) } }));
        Assert.Throws<ArgumentException>(() => RequestSize.Demand(new RerunOptions { Name = new string('x', 20_000) }));
    }
}
