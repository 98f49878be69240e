using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>A task that only a client knows.</summary>
public sealed class UnknownTaskTests : NodeTest
{
    private readonly TaskEnvironment own = new("own");

    [Fact]
    public async Task A_map_of_a_task_that_no_node_has_fails_where_that_is_the_setting()
    {
        FailsWithoutTask = true;
        var task = own.Task("far", (int x) => x);
        var a = await StartAsync(Plain with { StableAfter = TimeSpan.FromSeconds(1) });
        var client = await StartAsync(Plain with { StableAfter = TimeSpan.FromSeconds(1), SeedNodes = [AddressOf(a)], Roles = NodeRoles.None }, own);

        var e = await Assert.ThrowsAsync<TaskFailedException>(() => client.Map(task.MapAsync([1, 2, 3])).ToListAsync().Soon());

        Assert.Contains("No node of the cluster that executes items has task 'own.far': start one that has.", e.Message);
    }
}
