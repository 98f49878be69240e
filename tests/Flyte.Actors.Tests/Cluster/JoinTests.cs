using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Nodes find each other, and those that do not fit are told why.</summary>
public sealed class JoinTests : NodeTest
{
    [Fact]
    public async Task Three_nodes_become_one_cluster()
    {
        var first = await StartAsync(Plain);
        var joins = Plain with { SeedNodes = [AddressOf(first)] };
        var second = await StartAsync(joins);
        var client = await StartAsync(joins with { Roles = NodeRoles.None });

        await Task.WhenAll(new[] { first, second, client }.Select(node => SeesAsync(node, 3)));

        var members = Akka.Cluster.Cluster.Get(first.System).State.Members;
        Assert.Equal([["flyte-items", "flyte-node"], ["flyte-items", "flyte-node"], []], members.OrderByDescending(m => m.Roles.Count).Select(m => m.Roles.Order(StringComparer.Ordinal).ToArray()));
    }

    [Fact]
    public async Task A_client_runs_maps_itself_where_it_has_no_role()
    {
        var twice = Env.Task("twice", (int i) => 2 * i);
        var first = await StartAsync(Plain);
        var client = await StartAsync(Plain with { SeedNodes = [AddressOf(first)], Roles = NodeRoles.None });

        Assert.Equal([2, 4], await client.Map(twice.MapAsync([1, 2])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task Another_number_of_shards_is_refused() =>
        Assert.Contains("Shards is 7 here and 100 there: set it to 100", await RefusalAsync(Plain, Plain with { Shards = 7 }), StringComparison.Ordinal);

    [Fact]
    public async Task Another_version_of_the_messages_is_refused() => Assert.Contains(
        "wire version is 9 here, where 8 to 9 are understood, and 1 there, where only 1 is: ",
        await RefusalAsync(Plain, Plain with { WireVersion = 9, OldestWireVersion = 8 }),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_neighbour_in_version_gets_in()
    {
        var first = await StartAsync(Plain);

        await SeesAsync(await StartAsync(Plain with { SeedNodes = [AddressOf(first)], WireVersion = 2, OldestWireVersion = 1 }), 2);
    }

    /// <summary>It gets on with the node that lets it in, and not with another one.</summary>
    [Fact]
    public async Task Who_does_not_fit_to_every_node_leaves_again()
    {
        var first = await StartAsync(Plain);
        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)], WireVersion = 2, OldestWireVersion = 1 });
        await SeesAsync(first, 2);

        var third = await StartAsync(Plain with { SeedNodes = [AddressOf(second)], WireVersion = 3, OldestWireVersion = 2 });

        var end = await third.Ended.Soon();
        Assert.Equal(NodeEndReason.Refused, end.Reason);
        Assert.Contains("and 1 there, where only 1 is", end.Message, StringComparison.Ordinal);
        await SeesAsync(first, 2);
    }

    [Fact]
    public async Task Another_database_is_refused() => Assert.Contains(
        "Store is the database 'mine' here and 'theirs' there",
        await RefusalAsync(Plain with { StoreIdentity = "theirs" }, Plain with { StoreIdentity = "mine" }),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_node_without_a_database_fits_every_other()
    {
        var first = await StartAsync(Plain with { StoreIdentity = "theirs" });

        await SeesAsync(await StartAsync(Plain with { SeedNodes = [AddressOf(first)] }), 2);
    }

    [Fact]
    public async Task A_node_of_another_cluster_name_waits_and_says_why()
    {
        var first = await StartAsync(Plain);

        var line = await WarningAsync(Plain with { Name = "other", SeedNodes = [AddressOf(first)] });

        Assert.Contains($"{AddressOf(first)} takes connections and does not answer: it is no node of a cluster 'other'", line, StringComparison.Ordinal);
    }

    /// <summary>It goes on trying, and says no more of it until there is something else to say.</summary>
    [Fact]
    public async Task Why_a_node_waits_is_said_once_and_again_when_it_is_another_reason()
    {
        var port = FreePort();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var node = FlyteRuntime.Start(
            new FlyteOptions { Cluster = Plain with { Name = "other", SeedNodes = [address], ReportPause = TimeSpan.FromSeconds(1) } },
            Flyte.Actors.Tasks.TaskRegistry.Of([Env]),
            store: null);
        var lines = Lines(node, "is not in the cluster");
        Assert.Contains("cannot be reached", await lines.Reader.ReadAsync().Soon(), StringComparison.Ordinal);

        var late = await StartAsync(Plain with { Port = port });

        Assert.Contains("it is no node of a cluster 'other'", await lines.Reader.ReadAsync().Soon(), StringComparison.Ordinal);
        await node.DisposeAsync().Soon();
        Assert.False(lines.Reader.TryRead(out var more), more);
        await SeesAsync(late, 1);
    }

    [Fact]
    public async Task A_node_that_nobody_answers_names_whom_it_asks()
    {
        var nobody = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");

        var line = await WarningAsync(Plain with { SeedNodes = [nobody] });

        Assert.Contains($"goes on trying: {nobody} cannot be reached: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_for_a_cluster_can_be_given_up()
    {
        var node = Plain with { SeedNodes = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}")] };
        using var givenUp = new CancellationTokenSource();
        var start = FlyteRuntime.StartAsync(new FlyteOptions { Cluster = node }, [Env], givenUp.Token);

        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.Soon());
    }

    [Fact]
    public async Task An_address_that_does_not_resolve_is_refused_at_the_start()
    {
        var error = await Assert.ThrowsAsync<FlyteClusterException>(() => StartAsync(Plain with { SeedNodes = ["nowhere.invalid:4053"] }));

        Assert.StartsWith("'nowhere.invalid' in SeedNodes is not known to this machine: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_at_the_start()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var error = await Assert.ThrowsAsync<FlyteClusterException>(() => StartAsync(Plain with { Port = ((IPEndPoint)taken.LocalEndpoint).Port }));

        Assert.StartsWith($"This node cannot listen at {taken.LocalEndpoint}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_one_process_is_refused_where_runs_are_held()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => StartAsync(Plain with { Roles = NodeRoles.Both }));

        Assert.Contains("Name a PostgreSQL database that all nodes reach", error.Message, StringComparison.Ordinal);
    }

    // Somebody else may take it at once, who does not answer either.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> RefusalAsync(FlyteCluster first, FlyteCluster second)
    {
        var founder = await StartAsync(first);
        var error = await Assert.ThrowsAsync<FlyteClusterException>(() => StartAsync(second with { SeedNodes = [AddressOf(founder)] }));
        Assert.StartsWith($"This node cannot join the cluster '{Plain.Name}' of {AddressOf(founder)}: ", error.Message, StringComparison.Ordinal);
        await SeesAsync(founder, 1);
        return error.Message;
    }
}
