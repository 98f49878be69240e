using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Stands in for a serializer of Akka's that a node never uses, and that makes whatever the sender names: whoever reaches the port
/// could have objects made of types of its choice.
/// </summary>
internal abstract class RefusingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Puts them where Akka has those.</summary>
    internal const string Config = """

        akka.actor.serializers {
          json = "Flyte.Actors.Cluster.NoTypesByName, Flyte.Actors"
          daemon-create = "Flyte.Actors.Cluster.NoRemoteDeployment, Flyte.Actors"
        }
        """;

    /// <summary>What is not taken, and how a service that needs it gets it.</summary>
    protected abstract string Why { get; }

    /// <inheritdoc/>
    public override string Manifest(object o) => throw new SerializationException(Why);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new SerializationException(Why);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => throw new SerializationException(Why);
}

/// <summary>In place of the JSON that names the types of its objects.</summary>
internal sealed class NoTypesByName(ExtendedActorSystem system) : RefusingSerializer(system)
{
    /// <param name="system">The actor system.</param>
    /// <param name="settings">Those of the other one, which Akka gives to whatever is in its place.</param>
    public NoTypesByName(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    /// <inheritdoc/>
    public override int Identifier => 1;

    /// <inheritdoc/>
    protected override string Why =>
        "JSON that names types is neither sent nor taken by a node of Flyte.Actors: bind the messages to a serializer of their own, or set akka.actor.serializers.json.";
}

/// <summary>In place of the message by which a system has another one start actors for it.</summary>
internal sealed class NoRemoteDeployment(ExtendedActorSystem system) : RefusingSerializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 3;

    /// <inheritdoc/>
    protected override string Why =>
        "A node of Flyte.Actors starts no actors for other systems: start them there, or set akka.actor.serializers.daemon-create.";
}
