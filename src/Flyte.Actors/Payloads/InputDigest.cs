using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Flyte.Actors.Payloads;

/// <summary>
/// What an input is recognised by: its JSON where that is short, its SHA-256 where it is not, so that different inputs are
/// never taken for one another.
/// </summary>
internal readonly record struct InputDigest(UInt128 High, UInt128 Low)
{
    private const int Size = 32;
    private const byte Hashed = byte.MaxValue;

    /// <summary>The digest of an input; one that cannot be written is like no other, for it cannot have been recorded.</summary>
    internal static InputDigest Of<T>(T input)
    {
        try
        {
            return OfJson(JsonSerializer.SerializeToUtf8Bytes(input, PayloadJson.Options));
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything; the item itself will say so.
        catch (Exception)
#pragma warning restore CA1031
        {
            return OfJson([.. Guid.NewGuid().ToByteArray(), .. Guid.NewGuid().ToByteArray()]);
        }
    }

    /// <summary>The digest of an input that is given as JSON, however that is spaced; what is no JSON is taken as it is.</summary>
    internal static InputDigest OfText(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return Of(text);
        }
    }

    /// <summary>The digest of many inputs in their order.</summary>
    internal static InputDigest OfAll<T>(IEnumerable<T> inputs, Func<T, InputDigest> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> one = stackalloc byte[Size];
        foreach (var input in inputs)
        {
            digest(input).Write(one);
            hash.AppendData(one);
        }

        hash.GetHashAndReset(one);
        return Read(one);
    }

    /// <summary>The digest of an input that is written already.</summary>
    internal static InputDigest OfJson(ReadOnlySpan<byte> json)
    {
        Span<byte> digest = stackalloc byte[Size];
        digest.Clear();
        if (json.Length < Size)
        {
            json.CopyTo(digest);
            digest[Size - 1] = (byte)json.Length;
        }
        else
        {
            SHA256.HashData(json, digest);
            digest[Size - 1] = Hashed;
        }

        return Read(digest);
    }

    private static InputDigest Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    private void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }
}
