using Akka.Actor;
using Akka.Hosting;
using Flyte.Actors.Hosting;
using Flyte.Actors.Runtime;
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
    public static AkkaConfigurationBuilder WithFlyte(this AkkaConfigurationBuilder akka, Action<FlyteBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(akka);
        ArgumentNullException.ThrowIfNull(configure);
        var flyte = new FlyteBuilder();
        configure(flyte);
        return akka
            .AddHocon(FlyteDispatcher.Config, HoconAddMode.Append)
            .AddSetup(new FlyteSetup(flyte.Options, TaskRegistry.Of(flyte.Environments)))
            .WithActors((system, _) => FlyteEngine.Of(system));
    }

    /// <summary>Puts the <see cref="IFlyteClient"/> of the container's actor system into the container.</summary>
    /// <param name="services">The services of a host whose actor system has <see cref="WithFlyte"/>.</param>
    public static IServiceCollection AddFlyteClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(provider => FlyteEngine.Of(provider.GetRequiredService<ActorSystem>()).Client);
    }
}
