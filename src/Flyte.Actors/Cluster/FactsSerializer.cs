using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Flyte.Actors.Cluster;

/// <summary>
/// The serializer of <see cref="IFactsMessage"/>. It is apart from that of all other messages, since nodes use it to find out whether
/// they understand each other's.
/// </summary>
internal sealed class FactsSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string Ask = "a1";
    private const string Tell = "t1";

    /// <summary>Binds the serializer to what it writes.</summary>
    internal const string Config = """

        akka.actor {
          serializers.flyte-facts = "Flyte.Actors.Cluster.FactsSerializer, Flyte.Actors"
          serialization-bindings {
            "Flyte.Actors.Cluster.IFactsMessage, Flyte.Actors" = flyte-facts
          }
        }
        """;

    /// <inheritdoc/>
    public override int Identifier => 7_303;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        AskFacts => Ask,
        TellFacts => Tell,
        _ => throw Refuse(o.GetType().FullName),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        AskFacts ask => Write(ask.Facts, isMember: false),
        TellFacts tell => Write(tell.Facts, tell.IsMember),
        _ => throw Refuse(obj.GetType().FullName),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest is not (Ask or Tell))
        {
            throw Refuse(manifest);
        }

        var message = Parse(bytes);
        var facts = new NodeFacts((int)message.Wire, (int)(message.OldestWire == 0 ? message.Wire : message.OldestWire), (int)message.Shards, message.Store) { StorePlace = message.StorePlace };
        return manifest == Ask ? new AskFacts(facts) : new TellFacts(facts, message.IsMember);
    }

    private static byte[] Write(NodeFacts facts, bool isMember) => new Wire.Facts
    {
        Wire = (uint)facts.Wire,
        OldestWire = facts.OldestWire == facts.Wire ? 0 : (uint)facts.OldestWire,
        Shards = (uint)facts.Shards,
        Store = facts.Store,
        StorePlace = facts.StorePlace,
        IsMember = isMember,
    }.ToByteArray();

    private static Wire.Facts Parse(byte[] bytes)
    {
        try
        {
            return Wire.Facts.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SerializationException($"{bytes.Length} bytes are no facts of a node: they are damaged, or not of Flyte.Actors.", e);
        }
    }

    private static SerializationException Refuse(string? what) => new($"'{what}' is not among the facts of a node: a newer version sends it.");
}
