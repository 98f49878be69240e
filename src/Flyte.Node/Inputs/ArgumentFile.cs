using Flyte.Node.Commands;

namespace Flyte.Node.Inputs;

/// <summary>A file that an option names.</summary>
internal static class ArgumentFile
{
    /// <summary>Opens it for reading.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="name">The name as it was given.</param>
    /// <param name="console">Where the file is looked for.</param>
    /// <param name="remedy">What to give the option instead of what cannot be read.</param>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    internal static FileStream Open(string option, string name, NodeConsole console, string remedy)
    {
        try
        {
            var path = Path.GetFullPath(name, console.Directory);
            if (Directory.Exists(path))
            {
                throw new IOException("it is a directory.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} '{name}' cannot be read: {e.Message}", remedy);
        }
    }
}
