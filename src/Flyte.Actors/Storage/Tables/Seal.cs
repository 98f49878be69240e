using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Flyte.Actors.Storage.Tables;

/// <summary>
/// What a row is known by to be the one that was written: a part of a digest, long enough that no accident of a disk or of a hand finds it.
/// </summary>
internal static class Seal
{
    internal const int Size = 8;

    private const int Times = 2 * sizeof(long);

    /// <summary>That of a cached result: of its value, and of all that decides whether it is taken over.</summary>
    internal static byte[] Of(CacheEntry entry)
    {
        var length = entry.Key.Length + Times + entry.Value.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            entry.Key.CopyTo(whole, 0);
            BinaryPrimitives.WriteInt64BigEndian(whole.AsSpan(entry.Key.Length), entry.CreatedAt.UtcTicks);
            BinaryPrimitives.WriteInt64BigEndian(whole.AsSpan(entry.Key.Length + sizeof(long)), entry.ExpiresAt?.UtcTicks ?? -1);
            entry.Value.CopyTo(whole, entry.Key.Length + Times);
            return Of(whole.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>That of some bytes.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes)[..Size];
}
