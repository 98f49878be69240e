using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class CandidatesTests
{
    [Fact]
    public void Few_nodes_are_all_looked_at()
    {
        Assert.Equal(30, Candidates.Of("run", Nodes(30), 4, "node-7").Count);
        Assert.Empty(Candidates.Of("run", [], 4, null));
    }

    [Fact]
    public void Of_many_nodes_a_run_looks_at_those_it_could_fill_several_times_and_at_its_home()
    {
        var seen = Candidates.Of("run", Nodes(1000), 64, null);
        var home = Nodes(1000).First(node => !seen.Contains(node.Address, StringComparer.Ordinal)).Address;

        Assert.Equal(4 * 9, seen.Count);
        Assert.Equal([.. seen, home], Candidates.Of("run", Nodes(1000), 64, home));
        Assert.Equal(1000, Candidates.Of("run", Nodes(1000), 64_000, null).Count);
    }

    [Fact]
    public void A_node_that_joins_or_leaves_does_not_change_the_order_of_the_others()
    {
        var all = Candidates.Of("run", Nodes(30), 4, null);

        Assert.Equal(all.Where(node => node != "node-29"), Candidates.Of("run", Nodes(29), 4, null));
    }

    [Fact]
    public void Every_node_is_the_first_one_of_its_part_of_the_runs()
    {
        (string, int)[] nodes = [.. Nodes(9), ("large", 64 * 3)];
        var first = Enumerable.Range(0, 12_000).Select(i => Candidates.Of($"run-{i}", nodes, 4, null)[0]).CountBy(node => node).ToDictionary();

        Assert.All(first.Where(node => node.Key != "large"), node => Assert.InRange(node.Value, 850, 1150));
        Assert.InRange(first["large"], 2800, 3200);
    }

    private static (string Address, int Capacity)[] Nodes(int count) => [.. Enumerable.Range(0, count).Select(i => ($"node-{i}", 64))];
}
