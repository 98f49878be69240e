using System.Buffers.Binary;

namespace Flyte.Actors.Tasks;

/// <summary>What a result is found by: a digest of the task, its version and its input.</summary>
internal readonly record struct CacheKey(UInt128 High, UInt128 Low)
{
    internal const int Size = 32;

    internal static CacheKey Of(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));

    internal byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }
}
