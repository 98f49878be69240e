using System.IO.Enumeration;

namespace Flyte.Node.Inputs;

/// <summary>
/// A pattern of paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of directories. As in a shell, names that begin
/// with a dot are matched only by patterns that do.
/// </summary>
internal sealed class GlobPattern
{
    private const string AnyDepth = "**";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
    private static readonly bool IgnoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    private readonly string root;
    private readonly string[] names;

    internal GlobPattern(string pattern)
    {
        var text = OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern;
        root = Path.GetPathRoot(text) ?? "";
        names = [.. text[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name is not ".")];
        if (names is [.., AnyDepth])
        {
            names = [.. names, "*"];
        }
    }

    internal static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>The files that match, in no order, some perhaps more than once.</summary>
    /// <param name="directory">What a relative pattern is relative to.</param>
    /// <param name="problems">Gets the directories that could not be read.</param>
    internal IEnumerable<string> Expand(string directory, ICollection<string> problems) => Match(directory, root, 0, problems);

    private IEnumerable<string> Match(string directory, string path, int depth, ICollection<string> problems)
    {
        var (name, isLast) = (names[depth], depth == names.Length - 1);
        if (name is AnyDepth)
        {
            var below = Entries(directory, path, problems)
                .Where(e => e is DirectoryInfo && !IsHidden(e.Name) && !e.Attributes.HasFlag(FileAttributes.ReparsePoint))
                .SelectMany(e => Match(directory, path + e.Name + "/", depth, problems));
            return Match(directory, path, depth + 1, problems).Concat(below);
        }

        if (!IsPattern(name))
        {
            return isLast
                ? File.Exists(Path.Combine(directory, path + name)) ? [path + name] : []
                : Match(directory, path + name + "/", depth + 1, problems);
        }

        var matches = Entries(directory, path, problems).Where(e => Matches(name, e.Name));
        return isLast
            ? matches.Where(e => e is FileInfo).Select(e => path + e.Name)
            : matches.Where(e => e is DirectoryInfo).SelectMany(e => Match(directory, path + e.Name + "/", depth + 1, problems));
    }

    private static FileSystemInfo[] Entries(string directory, string path, ICollection<string> problems)
    {
        try
        {
            return [.. new DirectoryInfo(Path.Combine(directory, path)).EnumerateFileSystemInfos("*", Everything)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{path}' was not searched: {e.Message}");
            return [];
        }
    }

    private static bool Matches(string pattern, string name) =>
        (!IsHidden(name) || IsHidden(pattern)) && FileSystemName.MatchesSimpleExpression(pattern, name, IgnoreCase);

    private static bool IsHidden(string name) => name.StartsWith('.');
}
