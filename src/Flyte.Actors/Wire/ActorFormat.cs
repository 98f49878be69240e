using Akka.Actor;
using Akka.Serialization;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>Messages that name actors, by paths that lead to them from every node.</summary>
internal sealed class ActorFormat(ExtendedActorSystem system)
{
    internal static Proto.RunAccepted Write(RunAccepted accepted) =>
        new() { Run = accepted.RunId.Value, Actor = Serialization.SerializedActorPath(accepted.Run) };

    internal RunAccepted Read(Proto.RunAccepted wire) => new(new RunId(wire.Run), system.Provider.ResolveActorRef(wire.Actor));
}
