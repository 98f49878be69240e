namespace Flyte.Actors;

/// <summary>Which runs to list; what is null is not asked for.</summary>
public sealed record RunQuery
{
    /// <summary>Only runs of that phase.</summary>
    public RunPhase? Phase { get; init; }

    /// <summary>Only runs of that task, by its full name.</summary>
    public string? Task { get; init; }

    /// <summary>Only runs of that name.</summary>
    public string? Name { get; init; }

    /// <summary>Only runs that have all these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>
    /// Only runs that are listed after that one: the id of the last run of the page before. Where it is not there any more, no run
    /// is after it.
    /// </summary>
    public string? After { get; init; }

    /// <summary>At most so many; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Limit
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Limit), value, "The limit is at least 1.");
    } = 100;

    internal bool Matches(RunInfo run) =>
        (Phase is null || run.Phase == Phase)
        && (Task is null || string.Equals(run.Task, Task, StringComparison.Ordinal))
        && (Name is null || string.Equals(run.Name, Name, StringComparison.Ordinal))
        && (Labels is null || Labels.All(l => run.Labels.TryGetValue(l.Key, out var value) && string.Equals(value, l.Value, StringComparison.Ordinal)));
}
