using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Which items' bodies are running, in a mapped file that outlives the process however it dies: to note one costs a store to
/// memory. The next process reads there what was running, and begins anew.
/// </summary>
internal sealed unsafe class BlackBox : IDisposable
{
    private const int Slots = 65_536;

    private readonly MemoryMappedFile file;

    // Never given back while somebody may write: a body that was left behind notes what it does for as long as it does it.
    private readonly MemoryMappedViewAccessor view;
    private readonly Entry* entries;
    private readonly Stack<int> free = [];
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, List<int>> inHand = [];
    private readonly HashSet<(UInt128 Run, int Item)> callers = [];
    private int used;

    internal BlackBox(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, Slots * sizeof(Entry), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        entries = (Entry*)start;
        Read();
    }

    /// <summary>In the first of these files that no other process has.</summary>
    internal static BlackBox OfFirstFree(IReadOnlyList<string> files)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return new BlackBox(files[i]);
            }
            catch (IOException) when (i + 1 < files.Count)
            {
            }
        }
    }

    /// <summary>The items of a run whose bodies were running when the last process died, and did not wait for what they had called.</summary>
    /// <remarks>Told once: when the run comes back to this process from another one, it is not of it.</remarks>
    internal IReadOnlyList<int> InHandAtDeath(RunId run)
    {
        lock (inHand)
        {
            var key = inHand.Count == 0 ? default : Key(run);
            return inHand.Remove(key, out var items) ? [.. items.Where(item => !callers.Contains((key, item))).Distinct()] : [];
        }
    }

    /// <summary>A place to note which item of a run is in hand; -1 when there is none left.</summary>
    internal int Open(RunId run, int item)
    {
        int slot;
        lock (gate)
        {
            slot = free.TryPop(out var last) ? last : used < Slots ? used++ : -1;
        }

        if (slot >= 0)
        {
            var parent = run.Parent;
            entries[slot] = new Entry { Run = Key(run), Parent = parent is { } above ? Key(above) : default, ParentItem = run.ParentItem, Item = item + 1 };
        }

        return slot;
    }

    internal void Set(int slot, int item)
    {
        if (slot >= 0)
        {
            Volatile.Write(ref entries[slot].Item, item + 1);
        }
    }

    internal void Close(int slot)
    {
        if (slot >= 0)
        {
            Volatile.Write(ref entries[slot].Item, 0);
            lock (gate)
            {
                free.Push(slot);
            }
        }
    }

    /// <summary>Whatever still runs is stopped and has not been the end of anything. Lets another runtime have the file.</summary>
    public void Dispose()
    {
        new Span<Entry>(entries, Slots).Clear();
        Leave();
    }

    /// <summary>Leaves the notes as they are, as a process does that dies.</summary>
    internal void Leave() => file.Dispose();

    private void Read()
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (entries[slot] is { Item: > 0 } entry)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(inHand, entry.Run, out _) ??= []).Add(entry.Item - 1);
                callers.Add((entry.Parent, entry.ParentItem));
                entries[slot] = default;
            }
        }
    }

    private static UInt128 Key(RunId run)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(run.Value.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public UInt128 Run;
        public UInt128 Parent;
        public int ParentItem;

        /// <summary>The item in hand, and one; 0 for none, as it is in a new file.</summary>
        public int Item;
    }
}
