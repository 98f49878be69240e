using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;
using Flyte.Actors.Hosting;
using Flyte.Actors.Journal;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;
using Flyte.Actors.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Flyte.Actors;

/// <summary>Flyte.Actors in a service that is built with Akka.Hosting.</summary>
public static class FlyteHostingExtensions
{
    /// <summary>Runs Flyte tasks in this actor system.</summary>
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
        var store = StoreOpener.OpenAsync(flyte.Options.Store, flyte.Options.Durability).GetAwaiter().GetResult();
        akka.AddHocon(FlyteDispatcher.Config + JournalSerializer.Config, HoconAddMode.Append)
            .AddSetup(new FlyteSetup(flyte.Options, registry, store));
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

        return akka.WithActors((system, _) => FlyteEngine.Of(system));
    }

    /// <summary>Puts the <see cref="IFlyteClient"/> of the container's actor system into the container.</summary>
    /// <param name="services">The services of a host whose actor system has <see cref="WithFlyte"/>.</param>
    public static IServiceCollection AddFlyteClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(provider => FlyteEngine.Of(provider.GetRequiredService<ActorSystem>()).Client);
    }
}
