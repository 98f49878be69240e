using Akka.Actor.Setup;
using Flyte.Actors.Storage;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Hosting;

/// <summary>What an actor system is told of the runtime in it.</summary>
internal sealed class FlyteSetup(FlyteOptions options, TaskRegistry registry, OpenStore? store) : Setup
{
    internal FlyteOptions Options { get; } = options;

    internal TaskRegistry Registry { get; } = registry;

    /// <summary>Where runs are recorded; null in memory only. The runtime closes it when it ends.</summary>
    internal OpenStore? Store { get; } = store;
}
