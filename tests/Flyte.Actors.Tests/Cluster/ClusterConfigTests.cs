using Akka.Configuration;
using Flyte.Actors.Cluster;
using Flyte.Actors.Protocol;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What the settings of a node make of Akka's.</summary>
public sealed class ClusterConfigTests
{
    [Fact]
    public void Remoting_listens_where_it_is_told_and_is_reached_at_the_public_name()
    {
        var tcp = ClusterConfig.Of(new FlyteCluster { Hostname = "node.example.org", Port = 7, BindHostname = "0.0.0.0" }).GetConfig("akka.remote.dot-netty.tcp");

        Assert.Equal(("0.0.0.0", "node.example.org", 7, false), (tcp.GetString("hostname"), tcp.GetString("public-hostname"), tcp.GetInt("port"), tcp.GetBoolean("enable-ssl")));
        Assert.Equal(WireLimits.MaxFrameBytes, tcp.GetByteSize("maximum-frame-size", null));
        Assert.Equal(2 * WireLimits.MaxFrameBytes, tcp.GetByteSize("send-buffer-size", null));
        Assert.Equal(2 * WireLimits.MaxFrameBytes, tcp.GetByteSize("receive-buffer-size", null));
    }

    [Fact]
    public void The_resolver_waits_as_long_as_is_set_and_counts_no_clients()
    {
        var cluster = ClusterConfig.Of(new FlyteCluster { StableAfter = TimeSpan.FromSeconds(4) }).GetConfig("akka.cluster");

        Assert.Equal("keep-majority", cluster.GetString("split-brain-resolver.active-strategy"));
        Assert.Equal(TimeSpan.FromSeconds(4), cluster.GetTimeSpan("split-brain-resolver.stable-after"));
        Assert.Equal("flyte-node", cluster.GetString("split-brain-resolver.keep-majority.role"));
    }

    /// <summary>By default Akka would wait as long again.</summary>
    [Fact]
    public void Runs_of_a_lost_node_wait_for_no_longer_than_the_other_side_takes_to_end()
    {
        var margin = ClusterConfig.Of(new FlyteCluster { StableAfter = TimeSpan.FromSeconds(40) }).GetTimeSpan("akka.cluster.down-removal-margin");

        Assert.Equal(ClusterConfig.TakeOverMargin, margin);
    }

    [Fact]
    public void The_phases_of_a_shutdown_outlast_the_items_that_still_run()
    {
        var phases = ClusterConfig.Of(new FlyteCluster { DrainGrace = TimeSpan.FromMinutes(5) }).GetConfig("akka.coordinated-shutdown.phases");

        Assert.All(
            ["before-service-unbind", "cluster-sharding-shutdown-region"],
            phase => Assert.True(phases.GetTimeSpan($"{phase}.timeout") > TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Sharding_is_of_the_nodes_for_runs_and_stops_no_run_while_it_works()
    {
        var sharding = ClusterConfig.Of(new FlyteCluster { Shards = 7 }).GetConfig(ClusterConfig.Sharding);

        Assert.Equal(("flyte-runs", "ddata", 7), (sharding.GetString("role"), sharding.GetString("state-store-mode"), sharding.GetInt("number-of-shards")));
        Assert.Equal(("off", false), (sharding.GetString("passivate-idle-entity-after"), sharding.GetBoolean("remember-entities")));
    }

    [Theory]
    [InlineData(NodeRoles.None, "")]
    [InlineData(NodeRoles.Runs, "flyte-runs,flyte-node")]
    [InlineData(NodeRoles.Items, "flyte-items,flyte-node")]
    [InlineData(NodeRoles.Both, "flyte-runs,flyte-items,flyte-node")]
    public void Roles_are_told_to_the_cluster(NodeRoles roles, string names) =>
        Assert.Equal(names, string.Join(',', ClusterConfig.Roles(new FlyteCluster { Roles = roles }).GetStringList("akka.cluster.roles")));

    [Fact]
    public void Roles_that_a_system_has_are_kept()
    {
        var system = ConfigurationFactory.ParseString("akka.cluster.roles = [web, flyte-items]");

        Assert.Equal(
            ["web", "flyte-items", "flyte-node"],
            ClusterConfig.Roles(new FlyteCluster { Roles = NodeRoles.Items }, system).GetStringList("akka.cluster.roles"));
    }
}
