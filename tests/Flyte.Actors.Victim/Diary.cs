using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Flyte.Actors.Victim;

/// <summary>What is noted in the diary.</summary>
public enum Deed
{
    /// <summary>A body has begun.</summary>
    Started = 1,

    /// <summary>A caller has got a result.</summary>
    Shown = 2,

    /// <summary>The process was killed.</summary>
    Killed = 3,
}

/// <summary>One thing that happened, in the order in which all of it did.</summary>
/// <param name="Deed">What.</param>
/// <param name="Attempt">At which attempt; 0 where it does not matter.</param>
/// <param name="Item">To which item.</param>
public readonly record struct Entry(Deed Deed, int Attempt, int Item);

/// <summary>
/// A file that is only appended to, by one system call each: what has happened before the process was killed stands in it, and
/// nothing else.
/// </summary>
public sealed class Diary(string path) : IDisposable
{
    private const int Size = 8;

    private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    private readonly Lock gate = new();
    private long end = new FileInfo(path).Length;

    /// <summary>Notes something.</summary>
    public void Note(Deed deed, int attempt, int item)
    {
        Span<byte> entry = stackalloc byte[Size];
        BinaryPrimitives.WriteInt16LittleEndian(entry, (short)deed);
        BinaryPrimitives.WriteInt16LittleEndian(entry[2..], (short)attempt);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], item);
        lock (gate)
        {
            RandomAccess.Write(file, entry, end);
            end += Size;
        }
    }

    /// <summary>All that has been noted.</summary>
    public static IEnumerable<Entry> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length % Size != 0)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{path}' ends in the middle of an entry, at {bytes.Length}."));
        }

        for (var at = 0; at < bytes.Length; at += Size)
        {
            yield return new Entry(
                (Deed)BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at)),
                BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at + 2)),
                BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)));
        }
    }

    public void Dispose() => file.Dispose();
}
