namespace Flyte.Node.Inputs;

/// <summary>Collects paths by patterns: each file once, in ordinal order.</summary>
/// <param name="directory">What relative patterns are relative to.</param>
internal sealed class FileSearch(string directory)
{
    private readonly Dictionary<string, string> shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> problems = new(StringComparer.Ordinal);

    /// <summary>The paths that were found, relative where their pattern was.</summary>
    internal IReadOnlyList<string> Paths => [.. shown.Values.Order(StringComparer.Ordinal)];

    /// <summary>Directories that could not be searched.</summary>
    internal IReadOnlyCollection<string> Problems => problems;

    /// <summary>
    /// Adds what a pattern matches. A pattern without <c>*</c> and <c>?</c> is a path, which is taken as it is: whether it can be
    /// read is for the task to find out.
    /// </summary>
    /// <returns>Whether it matches anything.</returns>
    internal bool Add(string pattern)
    {
        if (pattern.Length == 0)
        {
            return false;
        }

        var matches = 0;
        foreach (var path in GlobPattern.IsPattern(pattern) ? new GlobPattern(pattern).Expand(directory, problems) : [pattern])
        {
            matches++;
            shown.TryAdd(Path.GetFullPath(path, directory), path);
        }

        return matches > 0;
    }
}
