namespace Flyte.Actors.Runs;

/// <summary>
/// A run's id. A child run's is its parent's, the parent's item, and a key that is the same whenever the parent is executed:
/// <c>words-1/0/calls</c>, <c>words-1/0/count_map-0</c>. The tree of runs below one root is one entity.
/// </summary>
internal readonly record struct RunId(string Value)
{
    private const int MaxLength = 128;

    internal string Root => Value.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? Value[..end] : Value;

    /// <summary>The id below the root's, empty for the root itself; <see cref="Below"/> takes it back.</summary>
    internal string Path => IsRoot ? "" : Value[(Root.Length + 1)..];

    /// <summary>The run that this one was called from; null for a root.</summary>
    internal RunId? Parent => IsRoot ? null : new RunId(Value[..Value.LastIndexOf('/', Value.LastIndexOf('/') - 1)]);

    /// <summary>The item of the parent that it was called from; 0 for a root.</summary>
    internal int ParentItem => IsRoot ? 0 : int.Parse(Value.Split('/')[^2], System.Globalization.CultureInfo.InvariantCulture);

    internal bool IsRoot => !Value.Contains('/', StringComparison.Ordinal);

    internal static RunId New(string prefix) => new($"{prefix}-{Guid.CreateVersion7():N}");

    internal static RunId Parse(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? new RunId(id)
            : throw new ArgumentException(
                $"'{id}' is no run id: use up to {MaxLength} ASCII letters, digits, '-', '_' and '.'.", nameof(id));
    }

    internal RunId Below(string path) => path.Length == 0 ? this : new RunId($"{Value}/{path}");

    internal RunId Child(int item, string key) => new($"{Value}/{item}/{key}");

    public override string ToString() => Value;
}
