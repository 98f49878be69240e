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
    /// <exception cref="SerializationException">The format is not known.</exception>
    /// <exception cref="InvalidDataException">They are no event of that format: damaged, or with a part that a newer version wrote.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest != Batch1)
        {
            throw Refuse(manifest);
        }

        try
        {
            var batch = Wire.Batch.Parser.ParseFrom(bytes);
            PayloadCheck.Demand(batch);
            return RecordReader.Read(batch);
        }
#pragma warning disable CA1031 // What is stored may be damaged in any way, and so may be what goes wrong with it.
        catch (Exception e) when (e is not InvalidDataException)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"An event of {bytes.Length:N0} bytes in the journal cannot be read: it is damaged ({Damage.Of(e)}). Restore the database from a backup.", e);
        }
    }

    private static SerializationException Refuse(string? what) =>
        new($"The journal of Flyte.Actors holds no '{what}': it was written by a newer version, or is not an event of a run.");
}
