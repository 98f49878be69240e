namespace Flyte.Actors.Tests.Support;

/// <summary>A folder for the files of one test, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("flyte-").FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    // A read of the journal that was under way when the runtime stopped may still be opening its file.
    public void Dispose()
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (Directory.Exists(Path) && !bound.IsCancellationRequested)
            {
                Thread.Yield();
            }
        }
    }
}
