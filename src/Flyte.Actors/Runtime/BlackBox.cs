using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Which items' bodies are running, in a mapped file that outlives the process however it dies: to note one costs a store to
/// memory. The next process reads there what was running, and begins anew: it tells its own runs, or, in a cluster, those that have
/// gone on elsewhere, and then the file keeps it until they have heard it.
/// </summary>
internal sealed unsafe class BlackBox : IDisposable
{
    private const int Slots = 65_536;
    private const int LongestRoot = 128;

    private readonly MemoryMappedFile file;

    // Never given back while somebody may write: a body that was left behind notes what it does for as long as it does it.
    private readonly MemoryMappedViewAccessor view;
    private readonly Entry* entries;
    private readonly Source* sources;
    private readonly Stack<int> free = [];
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, List<int>> inHand = [];
    private readonly HashSet<(UInt128 Run, int Item)> callers = [];
    private readonly Dictionary<(string Root, Guid Death), List<(int Slot, HeldItem Item)>> deaths = [];
    private int used;

    /// <param name="path">The file.</param>
    /// <param name="isShared">Whether the runs may go on in other processes.</param>
    internal BlackBox(string path, bool isShared = false)
    {
        var size = Slots * (sizeof(Entry) + (isShared ? sizeof(Source) : 0));
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, Math.Max(size, stream.Length), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        entries = (Entry*)start;
        sources = isShared ? (Source*)(start + (Slots * sizeof(Entry))) : null;
        Read();
    }

    /// <summary>What was in hand in the processes that died before, of the runs of each root, which have not heard it yet.</summary>
    internal IReadOnlyList<(string Root, Guid Death, IReadOnlyList<HeldItem> Items)> Deaths
    {
        get
        {
            lock (deaths)
            {
                return [.. deaths.Select(death => (death.Key.Root, death.Key.Death, (IReadOnlyList<HeldItem>)[.. death.Value.Select(held => held.Item).Distinct()]))];
            }
        }
    }

    /// <summary>In the first of these files that no other process has.</summary>
    internal static BlackBox OfFirstFree(IReadOnlyList<string> files, bool isShared = false)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return new BlackBox(files[i], isShared);
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
            NoteRoot(slot, run);
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

    /// <summary>The runs of a root have heard of a death.</summary>
    internal void Settle(string root, Guid death)
    {
        lock (deaths)
        {
            if (deaths.Remove((root, death), out var items))
            {
                items.ForEach(held => Close(held.Slot));
            }
        }
    }

    /// <summary>Whatever still runs is stopped and has not been the end of anything. Lets another runtime have the file.</summary>
    public void Dispose()
    {
        var open = deaths.Values.SelectMany(items => items).Select(held => held.Slot).ToHashSet();
        for (var slot = 0; slot < Slots; slot++)
        {
            if (!open.Contains(slot))
            {
                entries[slot] = default;
            }
        }

        Leave();
    }

    /// <summary>Leaves the notes as they are, as a process does that dies.</summary>
    internal void Leave() => file.Dispose();

    private void Read()
    {
        var death = Guid.NewGuid();
        var found = new List<(int Slot, Guid Death, Entry Entry)>();
        for (var slot = 0; slot < Slots; slot++)
        {
            if (entries[slot] is not { Item: > 0 } entry)
            {
                continue;
            }

            if (sources is null)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(inHand, entry.Run, out _) ??= []).Add(entry.Item - 1);
                callers.Add((entry.Parent, entry.ParentItem));
                entries[slot] = default;
            }
            else
            {
                sources[slot].Death = sources[slot].Death == Guid.Empty ? death : sources[slot].Death;
                found.Add((slot, sources[slot].Death, entry));
            }
        }

        Keep(found);
    }

    private void Keep(List<(int Slot, Guid Death, Entry Entry)> found)
    {
        var waiting = found.Select(note => (note.Death, note.Entry.Parent, note.Entry.ParentItem)).ToHashSet();
        foreach (var (slot, death, entry) in found)
        {
            while (used <= slot)
            {
                free.Push(used++);
            }

            if (waiting.Contains((death, entry.Run, entry.Item - 1)) || RootOf(slot) is not { } root)
            {
                entries[slot] = default;
                continue;
            }

            (CollectionsMarshal.GetValueRefOrAddDefault(deaths, (root, death), out _) ??= []).Add((slot, new HeldItem(entry.Run, entry.Item - 1)));
        }

        var kept = deaths.Values.SelectMany(items => items).Select(held => held.Slot).ToHashSet();
        var others = free.Where(slot => !kept.Contains(slot)).ToArray();
        free.Clear();
        Array.ForEach(others, free.Push);
    }

    private void NoteRoot(int slot, RunId run)
    {
        if (sources is not null)
        {
            var root = run.Root;
            sources[slot].Death = Guid.Empty;
            sources[slot].Length = Encoding.ASCII.GetBytes(root.AsSpan(0, Math.Min(root.Length, LongestRoot)), new Span<byte>(sources[slot].Root, LongestRoot));
        }
    }

    private string? RootOf(int slot)
    {
        var length = sources[slot].Length;
        return length is > 0 and <= LongestRoot ? Encoding.ASCII.GetString(sources[slot].Root, length) : null;
    }

    /// <summary>What the file knows a run by.</summary>
    internal static UInt128 Key(RunId run)
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

    [StructLayout(LayoutKind.Sequential)]
    private struct Source
    {
        /// <summary>The process that died in the middle of it; none while it lives.</summary>
        public Guid Death;
        public int Length;
        public fixed byte Root[LongestRoot];
    }
}
