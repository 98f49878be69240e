namespace Flyte.Actors.Storage.Sqlite;

/// <summary>Holds a store for this process. The operating system lets go of it when the process ends, however that ends.</summary>
internal sealed class SqliteHold : IDisposable
{
    // "Would block" of Linux and of macOS, and the sharing violation of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream file;

    private SqliteHold(FileStream file) => this.file = file;

    /// <exception cref="StoreException">Another holds it, or the folder cannot be made or written to.</exception>
    internal static SqliteHold Take(SqliteFiles files)
    {
        var folder = Path.GetDirectoryName(files.Journal)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteProblem.NoFolder(files.Journal, folder, e);
        }

        try
        {
            // The file stays where it is: were it deleted, two could hold two of that name.
            return new SqliteHold(new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            throw SqliteProblem.InUse(files, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteProblem.NotWritable(files.Lock, e);
        }
    }

    public void Dispose() => file.Dispose();
}
