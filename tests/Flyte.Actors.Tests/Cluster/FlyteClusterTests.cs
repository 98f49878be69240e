using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>The settings of a node have documented defaults and are checked when they are set.</summary>
public sealed class FlyteClusterTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var node = new FlyteCluster();

        Assert.Equal(("flyte", "127.0.0.1", 4053, (string?)null, NodeRoles.Both), (node.Name, node.Hostname, node.Port, node.BindHostname, node.Roles));
        Assert.Equal((8 * Environment.ProcessorCount, Environment.ProcessorCount, 100), (node.Slots, node.CpuSlots, node.Shards));
        Assert.Equal(
            (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)), (node.StableAfter, node.CancelWhenLost, node.DrainGrace));
        Assert.Empty(node.SeedNodes);
        Assert.Null(node.Tls);
        Assert.Null(new FlyteOptions().Cluster);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a@b")]
    public void A_name_that_no_actor_system_can_have_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new FlyteCluster { Name = name });

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("node:4053")]
    [InlineData("a b")]
    public void What_is_no_host_is_refused(string host)
    {
        Assert.Throws<ArgumentException>("Hostname", () => new FlyteCluster { Hostname = host });
        Assert.Throws<ArgumentException>("BindHostname", () => new FlyteCluster { BindHostname = host });
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void An_address_of_all_interfaces_is_listened_at_and_reached_by_nobody(string any)
    {
        Assert.Contains("BindHostname", Assert.Throws<ArgumentException>("Hostname", () => new FlyteCluster { Hostname = any }).Message, StringComparison.Ordinal);
        Assert.Equal(any, new FlyteCluster { BindHostname = any }.BindHostname);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("node:")]
    [InlineData(":4053")]
    [InlineData("node:0")]
    [InlineData("node:65536")]
    [InlineData("node:-1")]
    [InlineData("::1:4053")]
    [InlineData("[node]:4053")]
    [InlineData("akka.tcp://flyte@node:4053")]
    [InlineData(null)]
    public void A_seed_that_is_no_address_is_refused_by_its_value(string? seed) => Assert.Contains(
        $"'{seed}'", Assert.Throws<ArgumentException>("SeedNodes", () => new FlyteCluster { SeedNodes = [seed!] }).Message, StringComparison.Ordinal);

    [Fact]
    public void Seeds_are_host_names_and_addresses_of_both_kinds()
    {
        string[] seeds = ["node-1.example.org:4053", "10.0.0.1:1", "[::1]:65535"];

        Assert.Equal(seeds, new FlyteCluster { SeedNodes = seeds }.SeedNodes);
        Assert.Throws<ArgumentException>("SeedNodes", () => new FlyteCluster { SeedNodes = ["a:1", " a:1"] });
        Assert.Throws<ArgumentNullException>("SeedNodes", () => new FlyteCluster { SeedNodes = null! });
    }

    [Fact]
    public void Numbers_and_times_have_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Port", () => new FlyteCluster { Port = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Port", () => new FlyteCluster { Port = 65_536 });
        Assert.Throws<ArgumentOutOfRangeException>("Roles", () => new FlyteCluster { Roles = (NodeRoles)4 });
        Assert.Throws<ArgumentOutOfRangeException>("Slots", () => new FlyteCluster { Slots = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Shards", () => new FlyteCluster { Shards = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Shards", () => new FlyteCluster { Shards = 10_001 });
        Assert.Throws<ArgumentOutOfRangeException>("StableAfter", () => new FlyteCluster { StableAfter = TimeSpan.FromMilliseconds(999) });
        Assert.Throws<ArgumentOutOfRangeException>("CancelWhenLost", () => new FlyteCluster { CancelWhenLost = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>("DrainGrace", () => new FlyteCluster { DrainGrace = TimeSpan.FromTicks(-1) });
    }

    [Fact]
    public void A_lost_node_stops_before_others_take_over()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), new FlyteCluster { StableAfter = TimeSpan.FromSeconds(4) }.CancelWhenLost);
        var late = new FlyteCluster { CancelWhenLost = TimeSpan.FromSeconds(4), StableAfter = TimeSpan.FromSeconds(4) };

        var error = Assert.Throws<ArgumentException>("CancelWhenLost", () => new FlyteOptions { Cluster = late });

        Assert.Contains("CancelWhenLost (00:00:04) has to be shorter than StableAfter (00:00:04)", error.Message, StringComparison.Ordinal);
        Assert.NotNull(new FlyteOptions { Cluster = late with { StableAfter = TimeSpan.FromSeconds(5) } }.Cluster);
    }

    [Fact]
    public void A_certificate_without_a_path_is_refused_and_its_password_not_shown()
    {
        Assert.Throws<ArgumentException>("CertificatePath", () => new FlyteTls { CertificatePath = "", AuthorityPath = "a" });
        Assert.Throws<ArgumentException>("AuthorityPath", () => new FlyteTls { CertificatePath = "a", AuthorityPath = " " });
        Assert.Throws<ArgumentException>("KeyPath", () => new FlyteTls { CertificatePath = "a", AuthorityPath = "a", KeyPath = "" });
        var tls = new FlyteTls { CertificatePath = "node.pfx", AuthorityPath = "ca.pem", Password = "s3cret" };
        Assert.DoesNotContain("s3cret", new FlyteOptions { Cluster = new FlyteCluster { Tls = tls } }.ToString(), StringComparison.Ordinal);
    }
}
