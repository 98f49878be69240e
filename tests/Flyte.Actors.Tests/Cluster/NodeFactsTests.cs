using Flyte.Actors.Cluster;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Which nodes may meet in a cluster.</summary>
public sealed class NodeFactsTests
{
    [Theory]
    [InlineData(3, 3, 3, 3)]
    [InlineData(3, 2, 2, 2)]
    [InlineData(2, 2, 3, 2)]
    [InlineData(4, 1, 2, 2)]
    public void Versions_that_understand_each_other_meet(int wire, int oldest, int otherWire, int otherOldest) =>
        Assert.Null(Of(wire, oldest).DifferenceTo(Of(otherWire, otherOldest)));

    [Fact]
    public void A_version_that_the_cluster_does_not_understand_any_more_is_refused() => Assert.Equal(
        "the wire version is 1 here, where only 1 is understood, and 3 there, where 2 to 3 are: install a newer version of Flyte.Actors here.",
        Of(1, 1).DifferenceTo(Of(3, 2)));

    [Fact]
    public void A_version_that_does_not_understand_the_cluster_any_more_is_refused() => Assert.Equal(
        "the wire version is 3 here, where 2 to 3 are understood, and 1 there, where only 1 is: bring the nodes of the cluster up to one in between first, node by node.",
        Of(3, 2).DifferenceTo(Of(1, 1)));

    private static NodeFacts Of(int wire, int oldest) => new(wire, oldest, 100, "db");
}
