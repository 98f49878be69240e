using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Flyte.Actors.Cluster;
using Flyte.Actors.Protocol;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Hosting;

/// <summary>What is done before a node's actor system starts: what is wrong with its settings is found here.</summary>
internal static class NodeStart
{
    // Each connection that fails or ends, with stack traces: what it means for the cluster is said by others.
    private static LogFilterSetup Filter => new LogFilterBuilder()
        .ExcludeMessageContaining("AssociationError [")
        .ExcludeMessageContaining("Association with remote system")
        .ExcludeMessageContaining("Tried to associate with unreachable")
        .ExcludeMessageContaining("Disassociated")
        .ExcludeMessageContaining("TLS handshake fail")
        .ExcludeMessageContaining("for non-local recipient")
        .ExcludeMessageContaining(RefusedMessage.Mark)
        .ExcludeMessageContaining(RefusedMessage.NoFrame)
        .Build();

    /// <summary>Opens the store that a runtime records in; null where it records nothing.</summary>
    /// <returns>The store, and the options with what nodes compare of it.</returns>
    /// <exception cref="StoreException">It cannot be opened, or not shared by the nodes of a cluster.</exception>
    /// <exception cref="ArgumentException">A payload could be larger than a message between nodes.</exception>
    internal static async Task<(OpenStore? Store, FlyteOptions Options)> OpenStoreAsync(FlyteOptions options, CancellationToken cancellationToken)
    {
        if (options.Cluster is not { } cluster)
        {
            return (await StoreOpener.OpenAsync(options.Store, options.Durability, cluster: null, cancellationToken).ConfigureAwait(false), options);
        }

        WireLimits.Demand(options.MaxPayloadBytes);
        if (!cluster.Roles.HasFlag(NodeRoles.Runs))
        {
            return (null, options);
        }

        var shared = new StoreCluster(cluster.Name, $"{cluster.Hostname}:{cluster.Port}");
        var store = await StoreOpener.OpenAsync(options.Store, options.Durability, shared, cancellationToken).ConfigureAwait(false);
        return (store, options with { Cluster = cluster with { StoreIdentity = store!.Identity, StorePlace = store.Place } });
    }

    /// <summary>Looks whether all addresses are ones.</summary>
    /// <exception cref="FlyteClusterException">One of them is not known to this machine.</exception>
    internal static async Task CheckAddressesAsync(FlyteCluster cluster, CancellationToken cancellationToken)
    {
        await ResolveAsync(nameof(cluster.Hostname), cluster.Hostname, cancellationToken).ConfigureAwait(false);
        if (cluster.BindHostname is { } bound)
        {
            await ResolveAsync(nameof(cluster.BindHostname), bound, cancellationToken).ConfigureAwait(false);
        }

        foreach (var seed in cluster.SeedNodes)
        {
            await ResolveAsync(nameof(cluster.SeedNodes), NodeAddress.TryParse(seed)!.Host, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the system gets beside its configuration.</summary>
    /// <exception cref="FlyteClusterException">A certificate cannot be used.</exception>
    internal static Setup[] Setups(FlyteCluster cluster) => cluster.Tls is { } tls ? NodeCertificates.Load(tls).Setups : [];

    /// <summary>Makes the actor system, which listens from then on.</summary>
    /// <exception cref="FlyteClusterException">It cannot listen.</exception>
    internal static ActorSystem Listen(FlyteCluster cluster, Config config, IEnumerable<Setup> setups)
    {
        try
        {
            var bootstrap = BootstrapSetup.Create().WithConfig(ClusterConfig.Roles(cluster).WithFallback(config).WithFallback(ClusterConfig.Of(cluster)));
            return ActorSystem.Create(cluster.Name, ActorSystemSetup.Create([bootstrap, Filter, .. setups, .. Setups(cluster)]));
        }
        catch (Exception e) when (Innermost(e) is SocketException refusal)
        {
            var address = new NodeAddress(cluster.BindHostname ?? cluster.Hostname, cluster.Port);
            throw new FlyteClusterException(
                $"This node cannot listen at {address}: {refusal.Message}. Give another Port, or a BindHostname that is an address of this machine.", e);
        }
    }

    private static async Task ResolveAsync(string option, string host, CancellationToken cancellationToken)
    {
        try
        {
            await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new FlyteClusterException($"'{host}' in {option} is not known to this machine: {e.Message}. Correct it, or the name service.", e);
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
