using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;
using Akka.Remote.Transport.DotNetty;
using Flyte.Actors.Cluster;
using Flyte.Actors.Hosting;
using Flyte.Actors.Journal;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Flyte.Actors;

/// <summary>Flyte.Actors in a service that is built with Akka.Hosting.</summary>
public static class FlyteHostingExtensions
{
    /// <summary>Runs Flyte tasks in this actor system.</summary>
    /// <remarks>
    /// With <see cref="FlyteOptions.Cluster"/> the system becomes a node. Where it configures remoting and the cluster itself, which it
    /// does before this, its settings stand: only the node's roles are added, and what it does not set.
    /// </remarks>
    /// <param name="akka">Akka.Hosting's builder.</param>
    /// <param name="configure">Adds environments and sets options.</param>
    /// <exception cref="ArgumentException">Two environments have a task of one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="StoreException">The store cannot be opened; nothing of it was changed.</exception>
    public static AkkaConfigurationBuilder WithFlyte(this AkkaConfigurationBuilder akka, Action<FlyteBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(akka);
        ArgumentNullException.ThrowIfNull(configure);
        var flyte = new FlyteBuilder();
        configure(flyte);
        var registry = TaskRegistry.Of(flyte.Environments);
        var (store, options) = NodeStart.OpenStoreAsync(flyte.Options, CancellationToken.None).GetAwaiter().GetResult();
        akka.AddHocon(FlyteDispatcher.Config + JournalSerializer.Config, HoconAddMode.Append)
            .AddSetup(new FlyteSetup(options, registry, store));
        if (store is not null)
        {
            akka.AddHocon(store.Config, HoconAddMode.Append);
            var connections = akka.Setups.OfType<MultiDataOptionsSetup>().FirstOrDefault();
            if (connections is null)
            {
                akka.AddSetup(connections = new MultiDataOptionsSetup());
            }

            store.AddTo(connections);
        }

        if (options.Cluster is { } cluster)
        {
            AddNode(akka, cluster);
        }

        return akka.WithActors((system, _) => FlyteEngine.Of(system));
    }

    /// <summary>Ends, with the reason, when the actor system has ended: whoever watches over the process may have to start it again.</summary>
    /// <param name="system">An actor system with <see cref="WithFlyte"/>.</param>
    public static Task<NodeEnd> FlyteEnded(this ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return NodeEnding.Of(system);
    }

    /// <summary>Whether the system's runtime can do what it is there for, as <see cref="FlyteRuntime.CheckAsync"/>.</summary>
    /// <param name="system">An actor system with <see cref="WithFlyte"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>What is wrong, in words for people; null if all is well.</returns>
    public static Task<string?> FlyteCheckAsync(this ActorSystem system, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        return FlyteEngine.Of(system).Health.CheckAsync(cancellationToken);
    }

    /// <summary>Puts the <see cref="IFlyteClient"/> of the container's actor system into the container.</summary>
    /// <param name="services">The services of a host whose actor system has <see cref="WithFlyte"/>.</param>
    public static IServiceCollection AddFlyteClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(provider => FlyteEngine.Of(provider.GetRequiredService<ActorSystem>()).Client);
    }

    // A system that has a cluster of its own joins it by itself, unless it has nobody to join.
    private static void AddNode(AkkaConfigurationBuilder akka, FlyteCluster cluster)
    {
        var own = akka.Configuration.GetOrElse(Config.Empty);
        var isFormed = akka.ActorRefProvider.HasValue || own.HasPath("akka.actor.provider");
        akka.AddHocon(ClusterConfig.Of(cluster).WithFallback($"{ClusterNode.Formed} = {(isFormed ? "on" : "off")}"), HoconAddMode.Append)
            .AddHocon(ClusterConfig.Roles(cluster, own), HoconAddMode.Prepend);
        if (!akka.Setups.OfType<DotNettySslSetup>().Any())
        {
            foreach (var setup in NodeStart.Setups(cluster))
            {
                akka.AddSetup(setup);
            }
        }
    }
}
