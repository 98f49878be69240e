namespace Flyte.Actors.Tasks;

/// <summary>Items that one thread adds and another takes away, a page at a time, without a lock: each array is filled once.</summary>
internal sealed class PulledItems<T>
{
    private const int LargestChunk = 8192;

    private Chunk writing;
    private Chunk reading;
    private int read;
    private int taken;
    private int added;

    internal PulledItems() => reading = writing = new Chunk(16);

    internal int Available => Volatile.Read(ref added) - taken;

    internal void Add(T item)
    {
        if (writing.Count == writing.Items.Length)
        {
            var next = new Chunk(Math.Min(writing.Items.Length * 4, LargestChunk));
            writing.Next = next;
            writing = next;
        }

        writing.Items[writing.Count] = item;
        writing.Count++;
        Volatile.Write(ref added, added + 1);
    }

    /// <summary>Items that lie side by side: none only when there are none.</summary>
    internal (T[] Items, int Start, int Count) Take(int max)
    {
        if (Available > 0 && read == reading.Items.Length)
        {
            (reading, read) = (reading.Next!, 0);
        }

        var start = read;
        var count = Math.Min(Math.Min(max, Available), reading.Items.Length - start);
        read += count;
        taken += count;
        return (reading.Items, start, count);
    }

    private sealed class Chunk(int size)
    {
        internal T[] Items { get; } = new T[size];

        internal int Count { get; set; }

        internal Chunk? Next { get; set; }
    }
}
