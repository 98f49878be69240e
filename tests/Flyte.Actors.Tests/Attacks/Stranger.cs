using Akka.Actor;
using Akka.Serialization;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>What a stranger sends: bytes of its choice, as if a serializer of its choice had written them.</summary>
internal abstract record Forgery(string Manifest, byte[] Bytes);

/// <summary>As the serializer of messages between nodes writes.</summary>
internal sealed record ForgedWire(string Manifest, byte[] Bytes) : Forgery(Manifest, Bytes);

/// <summary>As the serializer of the journal writes.</summary>
internal sealed record ForgedJournal(string Manifest, byte[] Bytes) : Forgery(Manifest, Bytes);

/// <summary>As Akka's serializer of everything writes, which makes objects of the types that the bytes name.</summary>
internal sealed record ForgedJson(string Manifest, byte[] Bytes) : Forgery(Manifest, Bytes);

/// <summary>As a serializer that the node does not have.</summary>
internal sealed record ForgedUnknown(string Manifest, byte[] Bytes) : Forgery(Manifest, Bytes);

/// <summary>An actor system that is no node, and that can reach the port of one.</summary>
internal sealed class Stranger : IDisposable
{
    private static readonly string Config = $$"""
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp {
          hostname = 127.0.0.1
          port = 0
          maximum-frame-size = {{16 * WireLimits.MaxFrameBytes}}b
          send-buffer-size = {{32 * WireLimits.MaxFrameBytes}}b
          receive-buffer-size = {{2 * WireLimits.MaxFrameBytes}}b
        }
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor {
          serializers {
            forged-wire = "{{Name(typeof(WireForger))}}"
            forged-journal = "{{Name(typeof(JournalForger))}}"
            forged-json = "{{Name(typeof(JsonForger))}}"
            forged-unknown = "{{Name(typeof(UnknownForger))}}"
          }
          serialization-bindings {
            "{{Name(typeof(ForgedWire))}}" = forged-wire
            "{{Name(typeof(ForgedJournal))}}" = forged-journal
            "{{Name(typeof(ForgedJson))}}" = forged-json
            "{{Name(typeof(ForgedUnknown))}}" = forged-unknown
          }
        }
        """;

    internal ActorSystem System { get; } = ActorSystem.Create("stranger", Config);

    /// <summary>The actor of a node that every node finds.</summary>
    internal Task<IActorRef> DoorOfAsync(Address node) =>
        System.ActorSelection(new RootActorPath(node) / "system" / "flyte-door").ResolveOne(Support.Patience.Bound);

    public void Dispose() => System.Dispose();

    private static string Name(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private abstract class Forger(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override string Manifest(object o) => ((Forgery)o).Manifest;

        public override byte[] ToBinary(object obj) => ((Forgery)obj).Bytes;

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }

    private sealed class WireForger(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 7_302;
    }

    private sealed class JournalForger(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 7_301;
    }

    private sealed class JsonForger(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 1;
    }

    private sealed class UnknownForger(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 9_999;
    }
}
