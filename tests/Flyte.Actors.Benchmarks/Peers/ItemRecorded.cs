using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Flyte.Actors.Benchmarks;

/// <summary>The event of the peer that records each item by itself.</summary>
internal sealed record ItemRecorded(int Index, int Input, string Result)
{
    public static ItemRecorded Of(int index) => new(index, index + 1, Padded.Of(index + 1));

    /// <summary>Two numbers and a text: as small and as quick as can be.</summary>
    internal sealed class Serializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        private const int HeadBytes = 8;

        public override int Identifier => 7301;

        public override string Manifest(object o) => "i";

        public override byte[] ToBinary(object obj)
        {
            var recorded = (ItemRecorded)obj;
            var bytes = new byte[HeadBytes + Encoding.UTF8.GetByteCount(recorded.Result)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, recorded.Index);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), recorded.Input);
            Encoding.UTF8.GetBytes(recorded.Result, bytes.AsSpan(HeadBytes));
            return bytes;
        }

        public override object FromBinary(byte[] bytes, string manifest) => new ItemRecorded(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)),
            Encoding.UTF8.GetString(bytes.AsSpan(HeadBytes)));
    }
}
