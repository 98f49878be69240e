namespace Flyte.Node.Plugins;

/// <summary>Where paths lead, links followed.</summary>
internal static class RealPath
{
    /// <summary>The place that a path leads to, whichever part of it is a link.</summary>
    /// <param name="path">A full path of something that is there.</param>
    /// <exception cref="IOException">It leads round in circles, or nowhere.</exception>
    internal static string Of(string path)
    {
        var (root, real) = (Path.GetPathRoot(path)!, Path.GetPathRoot(path)!);
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            var target = Directory.Exists(next) ? Directory.ResolveLinkTarget(next, returnFinalTarget: true) : File.ResolveLinkTarget(next, returnFinalTarget: true);
            real = target is null ? next : Of(target.FullName);
        }

        return real;
    }

    /// <summary>Whether a place is in a directory, at any depth.</summary>
    internal static bool IsBelow(string directory, string path) =>
        path.StartsWith(Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
