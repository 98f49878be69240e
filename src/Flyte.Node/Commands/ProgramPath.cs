namespace Flyte.Node.Commands;

/// <summary>How a shell in the same directory starts this program again.</summary>
internal static class ProgramPath
{
    /// <param name="process">The executable of the process.</param>
    /// <param name="assembly">The program, where that executable is <c>dotnet</c>.</param>
    /// <param name="directory">The current directory.</param>
    internal static string Of(string? process, string assembly, string directory)
    {
        if (process is null)
        {
            return CommandLine.Program;
        }

        var isHost = string.Equals(Path.GetFileNameWithoutExtension(process), "dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? $"dotnet {ShellWord.Of(Near(Path.GetFullPath(assembly, directory), directory))}" : ShellWord.Of(Executable(process, directory));
    }

    private static string Executable(string process, string directory)
    {
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return path.Contains(Path.GetDirectoryName(process), StringComparer.Ordinal) ? Path.GetFileName(process)
            : Near(process, directory) is var near && !near.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? Path.Combine(".", near)
                : near;
    }

    // What is below the directory, or only a little beside it, is shorter from there.
    private static string Near(string file, string directory) =>
        Path.GetRelativePath(directory, file) is var relative && relative.Length < file.Length ? relative : file;
}
