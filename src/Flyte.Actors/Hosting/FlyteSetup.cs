using Akka.Actor.Setup;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Hosting;

/// <summary>What an actor system is told of the runtime in it.</summary>
internal sealed class FlyteSetup(FlyteOptions options, TaskRegistry registry) : Setup
{
    internal FlyteOptions Options { get; } = options;

    internal TaskRegistry Registry { get; } = registry;
}
