namespace Flyte.Actors;

/// <summary>What is done with the results of a task that other calls of it may take over.</summary>
public enum CacheBehavior
{
    /// <summary>Nothing: every item runs.</summary>
    Disable,

    /// <summary>An item whose result is known takes it; one whose result is being computed waits for it; all others run.</summary>
    Auto,

    /// <summary>Every item runs, and its result takes the place of the one that is known.</summary>
    Override,
}

/// <summary>
/// Whether a task's successful results are kept for other runs: they are found again by the task, the version and the input. A
/// result that was kept costs no attempt. Results are kept in the runtime's <see cref="FlyteOptions.Store"/>, and in memory where
/// that is the store; there the ones that were not used for longest go first.
/// </summary>
/// <example><c>o =&gt; o with { Cache = Cache.Auto with { TimeToLive = TimeSpan.FromDays(1) } }</c></example>
public sealed record Cache
{
    private Cache()
    {
    }

    /// <summary>Nothing is kept and nothing taken over. The default.</summary>
    public static Cache Disabled { get; } = new();

    /// <summary>Results are kept and taken over.</summary>
    public static Cache Auto { get; } = new() { Behavior = CacheBehavior.Auto };

    /// <summary>Results are kept, in place of those that were, and none is taken over.</summary>
    public static Cache Override { get; } = new() { Behavior = CacheBehavior.Override };

    /// <summary>What is done. Default <see cref="CacheBehavior.Disable"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of them.</exception>
    public CacheBehavior Behavior
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Behavior), value, "The behavior is Disable, Auto or Override.");
    }

    /// <summary>
    /// The version of the task's code: results of another version are not found. Null, the default, is made from the code: the
    /// version id of its assembly, which every build from other sources changes, and the name of its method. What the code
    /// captures, calls in other assemblies or reads from elsewhere is not part of it: where that matters, name a version.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string? Version
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw new ArgumentException("A version has a name; null stands for one that is made from the code.", nameof(Version));
    }

    /// <summary>
    /// Inputs that make no difference to the result: the names of the body's parameters, or of the properties of its one input.
    /// Case does not matter. They are checked when the task is declared. Default none.
    /// </summary>
    /// <exception cref="ArgumentException">The value or a name in it is null.</exception>
    public IReadOnlyList<string> Ignore
    {
        get;
        init => field = value is not null && value.All(name => name is not null)
            ? [.. value]
            : throw new ArgumentException("The names of inputs are needed; an empty list leaves none out.", nameof(Ignore));
    } = [];

    /// <summary>How long a result may be taken over after it was recorded. Null, the default, is for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeToLive
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TimeToLive), value, "TimeToLive is longer than zero; null stands for ever.");
    }

    internal bool IsEnabled => Behavior != CacheBehavior.Disable;

    /// <summary>Whether both say the same.</summary>
    public bool Equals(Cache? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Behavior == other.Behavior
            && string.Equals(Version, other.Version, StringComparison.Ordinal)
            && TimeToLive == other.TimeToLive
            && Ignore.SequenceEqual(other.Ignore, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Behavior, Version, TimeToLive, Ignore.Count);
}
