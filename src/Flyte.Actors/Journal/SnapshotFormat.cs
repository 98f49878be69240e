using System.Security.Cryptography;
using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>Snapshots as they are stored: protobuf behind its digest, so that damage is never taken for a record.</summary>
internal static class SnapshotFormat
{
    /// <summary>The version that is written.</summary>
    internal const string Name = "s1";

    /// <summary>The bytes of a snapshot; null when there would be more of them than <paramref name="max"/>.</summary>
    internal static byte[]? Write(Snapshot snapshot, int max)
    {
        var wire = SnapshotWriter.Write(snapshot);
        var size = wire.CalculateSize() + (long)SHA256.HashSizeInBytes;
        if (size > max)
        {
            return null;
        }

        var bytes = new byte[size];
        wire.WriteTo(bytes.AsSpan(SHA256.HashSizeInBytes));
        SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes), bytes);
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is damaged, of a version that is not known, or of another run.</exception>
    internal static Snapshot Read(RunId root, string format, ReadOnlyMemory<byte> bytes, bool holdsResults)
    {
        if (!string.Equals(format, Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"It has the format '{format}', and this version reads '{Name}'.");
        }

        if (bytes.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes.Span[SHA256.HashSizeInBytes..]).AsSpan().SequenceEqual(bytes.Span[..SHA256.HashSizeInBytes]))
        {
            throw new InvalidDataException("It is damaged.");
        }

        var wire = Parse(bytes[SHA256.HashSizeInBytes..]);
        if (wire.Root != root.Value)
        {
            throw new InvalidDataException($"It is of run '{wire.Root}'.");
        }

        try
        {
            return SnapshotReader.Read(wire, holdsResults);
        }
#pragma warning disable CA1031 // The digest is of what was written, which may be wrong in any way: there are still the events.
        catch (Exception e) when (e is not InvalidDataException)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"It says what cannot be: {Damage.Of(e)}.", e);
        }
    }

    /// <summary>What an event is recognised by.</summary>
    internal static byte[] Digest(JournalBatch batch) => SHA256.HashData(RecordWriter.Write(batch).ToByteArray());

    private static Wire.Tree Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Wire.Tree.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("It is damaged.", e);
        }
    }
}
