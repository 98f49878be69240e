using Akka.Actor;
using Akka.Hosting;
using Flyte.Actors.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Flyte.Actors.Tests.Hosting;

/// <summary>A service is a node: by Flyte's settings, or in the cluster that its actor system has already.</summary>
public sealed class NodeHostingTests : NodeTest
{
    private const string Quiet = "akka.stdout-loglevel = OFF\nakka.loglevel = WARNING\n";

    private const string OwnCluster = """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0, maximum-frame-size = 5000000b }
        akka.cluster.roles = [web]

        """;

    [Fact]
    public async Task A_service_founds_a_cluster_that_nodes_join()
    {
        using var host = await StartAsync(akka => akka.AddHocon(Quiet, HoconAddMode.Prepend).WithFlyte(Node(Plain)));

        var joined = await StartAsync(Plain with { SeedNodes = [await AddressAsync(host)] });

        await SeesAsync(joined, 2);
        await host.StopAsync().Soon();
        await SeesAsync(joined, 1);
    }

    [Fact]
    public async Task A_service_with_a_cluster_of_its_own_keeps_its_settings_and_gets_the_roles()
    {
        var founder = await StartAsync(Plain);
        var seeds = $"akka.cluster.seed-nodes = [\"{Akka.Cluster.Cluster.Get(founder.System).SelfAddress}\"]";
        using var host = await StartAsync(akka => akka.AddHocon(Quiet + OwnCluster + seeds, HoconAddMode.Prepend).WithFlyte(Node(Plain with { Port = 1 })));

        await SeesAsync(founder, 2);

        var system = host.Services.GetRequiredService<ActorSystem>();
        Assert.Equal(["flyte-items", "flyte-node", "web"], Akka.Cluster.Cluster.Get(system).SelfRoles.Order(StringComparer.Ordinal));
        Assert.Equal(5_000_000, system.Settings.Config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"));
        Assert.Equal(TimeSpan.FromSeconds(3), system.Settings.Config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task A_service_that_does_not_fit_into_its_own_cluster_leaves_it_and_says_why()
    {
        var founder = await StartAsync(Plain);
        var seeds = $"akka.cluster.seed-nodes = [\"{Akka.Cluster.Cluster.Get(founder.System).SelfAddress}\"]";
        using var host = await StartAsync(akka => akka.AddHocon(Quiet + OwnCluster + seeds, HoconAddMode.Prepend).WithFlyte(Node(Plain with { Shards = 7 })));

        var end = await host.Services.GetRequiredService<ActorSystem>().FlyteEnded().Soon();

        Assert.Equal(NodeEndReason.Refused, end.Reason);
        Assert.Contains("Shards is 7 here and 100 there", end.Message, StringComparison.Ordinal);
        await SeesAsync(founder, 1);
    }

    [Fact]
    public async Task Roles_that_are_set_after_it_are_an_error()
    {
        var error = await Assert.ThrowsAsync<FlyteClusterException>(
            () => StartAsync(akka => akka.WithFlyte(Node(Plain)).AddHocon(Quiet + OwnCluster, HoconAddMode.Prepend)));

        Assert.Contains("has not the role flyte-items, flyte-node", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_is_no_cluster_is_an_error()
    {
        var error = await Assert.ThrowsAsync<FlyteClusterException>(
            () => StartAsync(akka => akka.AddHocon(Quiet + "akka.actor.provider = local", HoconAddMode.Prepend).WithFlyte(Node(Plain))));

        Assert.Contains("is configured for no cluster", error.Message, StringComparison.Ordinal);
    }

    private Action<FlyteBuilder> Node(FlyteCluster node) => flyte =>
    {
        flyte.Options = new FlyteOptions { Cluster = node };
        flyte.Add(Env);
    };

    private async Task<IHost> StartAsync(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka(Plain.Name, (akka, _) => configure(akka));
        var host = builder.Build();
        try
        {
            await host.StartAsync().Soon();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static Task<string> AddressAsync(IHost host) => Task.FromResult(
        Flyte.Actors.Cluster.SeedProbe.Of(Akka.Cluster.Cluster.Get(host.Services.GetRequiredService<ActorSystem>()).SelfAddress).ToString());
}
