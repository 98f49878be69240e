using System.IO.MemoryMappedFiles;

namespace Flyte.Actors.Benchmarks;

/// <summary>A number for each item in a file that is mapped into memory: what was noted stays when the process is killed.</summary>
internal sealed class Marks : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Marks(string path, int items)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, (long)items * sizeof(int));
        view = file.CreateViewAccessor();
    }

    /// <summary>How often an item was noted.</summary>
    public int this[int index] => view.ReadInt32((long)index * sizeof(int));

    /// <summary>Notes an item; one item is noted by one thread at a time.</summary>
    public void Add(int index) => view.Write((long)index * sizeof(int), this[index] + 1);

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
