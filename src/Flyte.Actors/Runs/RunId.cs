using System.Globalization;

namespace Flyte.Actors.Runs;

/// <summary>
/// A run's id. A child run's is its parent's, the parent's item, and a key that is the same whenever the parent is executed:
/// <c>words-1/0/calls</c>, <c>words-1/0/count_map-0</c>. The tree of runs below one root is one entity.
/// </summary>
internal readonly record struct RunId(string Value)
{
    /// <summary>The key of the run of the steps that an item has traced.</summary>
    internal const string TracesKey = "traces";

    private const int MaxLength = 128;
    private const int MaxPath = 4096;

    internal string Root => Value.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? Value[..end] : Value;

    /// <summary>The id below the root's, empty for the root itself; <see cref="Below"/> takes it back.</summary>
    internal string Path => IsRoot ? "" : Value[(Root.Length + 1)..];

    /// <summary>The run that this one was called from; null for a root.</summary>
    internal RunId? Parent => IsRoot ? null : new RunId(Value[..Value.LastIndexOf('/', Value.LastIndexOf('/') - 1)]);

    /// <summary>The item of the parent that it was called from; 0 for a root.</summary>
    internal int ParentItem => IsRoot ? 0 : int.Parse(Value.Split('/')[^2], CultureInfo.InvariantCulture);

    internal bool IsRoot => !Value.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether its items are steps that their caller executes itself.</summary>
    internal bool IsTraces => Value.EndsWith($"/{TracesKey}", StringComparison.Ordinal);

    internal static RunId New(string prefix) => new($"{prefix}-{Guid.CreateVersion7():N}");

    internal static RunId Parse(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id is "." or "..")
        {
            throw new ArgumentException($"'{id}' is no run id: in the address of a run it would lead elsewhere. Add a letter or a digit.", nameof(id));
        }

        return CanBeRoot(id)
            ? new RunId(id)
            : throw new ArgumentException(
                $"'{id}' is no run id: use up to {MaxLength} ASCII letters, digits, '-', '_' and '.'.", nameof(id));
    }

    /// <summary>Whether a run that no other one has called may have that id.</summary>
    internal static bool CanBeRoot(string id) =>
        id.Length is > 0 and <= MaxLength && id is not ("." or "..") && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The id of a run that there may be, a root or one that was called below it.</summary>
    internal static RunId ParseAny(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return Parse(id);
        }

        var parts = id.Split('/');
        Parse(parts[0]);
        return parts.Length % 2 == 1 && id.Length <= MaxPath && parts.Skip(1).Chunk(2).All(IsStep)
            ? new RunId(id)
            : throw new ArgumentException(
                $"'{id}' is no run id: below a root's there is the item and then what it has called, as in 'words-1/0/calls'.", nameof(id));
    }

    private static bool IsStep(string[] step) =>
        int.TryParse(step[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) && step[1].Length > 0 && step[1] != TracesKey && !step[1].Any(char.IsControl);

    internal RunId Below(string path) => path.Length == 0 ? this : new RunId($"{Value}/{path}");

    internal RunId Child(int item, string key) => new($"{Value}/{item}/{key}");

    public override string ToString() => Value;
}
