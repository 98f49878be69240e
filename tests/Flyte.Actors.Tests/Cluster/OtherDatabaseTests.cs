using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Nodes that hold runs share one database, and one cluster has it.</summary>
[Collection(PostgresTests.Name)]
public sealed class OtherDatabaseTests(PostgresServer server) : NodeTest
{
    [PostgresFact]
    public async Task A_database_that_the_other_nodes_do_not_use_is_refused_by_name()
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var first = await StartAsync(Plain with { Roles = NodeRoles.Both });
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());

        var error = await Assert.ThrowsAsync<FlyteClusterException>(
            () => StartAsync(Plain with { Roles = NodeRoles.Runs, SeedNodes = [AddressOf(first)] }));

        Assert.Matches(
            "Store is the database postgresql://flyte@127.0.0.1:[0-9]+/test_[0-9]+ [(]'[0-9a-f]+'[)] here and postgresql://flyte@127.0.0.1:[0-9]+/test_[0-9]+ [(]'[0-9a-f]+'[)] there: name the same one",
            error.Message);
        Assert.DoesNotContain(PostgresServer.Password, error.Message, StringComparison.Ordinal);
        await SeesAsync(first, 1);
    }

    [PostgresFact]
    public async Task The_database_of_a_cluster_of_another_name_is_refused()
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        await StartAsync(Plain with { Roles = NodeRoles.Runs });

        var error = await Assert.ThrowsAsync<StoreException>(() => StartAsync(Plain with { Name = "other", Roles = NodeRoles.Runs }));

        Assert.Contains($"a node of the cluster '{Plain.Name}'", error.Message, StringComparison.Ordinal);
    }
}
