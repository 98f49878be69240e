using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>The one serializer of what is stored: protobuf, by a short manifest that says which version of the format it is.</summary>
internal sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string Batch1 = "b1";

    /// <summary>Binds the serializer to what it writes.</summary>
    internal const string Config = """

        akka.actor {
          serializers.flyte-journal = "Flyte.Actors.Journal.JournalSerializer, Flyte.Actors"
          serialization-bindings {
            "Flyte.Actors.Journal.JournalBatch, Flyte.Actors" = flyte-journal
          }
        }
        """;

    /// <inheritdoc/>
    public override int Identifier => 7_301;

    /// <inheritdoc/>
    public override string Manifest(object o) => o is JournalBatch ? Batch1 : throw Refuse(o.GetType().FullName);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) =>
        obj is JournalBatch batch ? RecordWriter.Write(batch).ToByteArray() : throw Refuse(obj.GetType().FullName);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest == Batch1 ? RecordReader.Read(Wire.Batch.Parser.ParseFrom(bytes)) : throw Refuse(manifest);

    private static SerializationException Refuse(string? what) =>
        new($"The journal of Flyte.Actors holds no '{what}': it was written by a newer version, or is not an event of a run.");
}
