namespace Flyte.Node.Tests.Support;

/// <summary>A directory that goes with its test.</summary>
internal sealed class TempDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("flyte-node-").FullName;

    /// <summary>Writes a file, with the directories above it.</summary>
    /// <returns>Its full path.</returns>
    internal string Write(string name, string content = "")
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        // A database that is just being closed may still put a file of its own beside.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Yield();
            }
        }
    }
}
