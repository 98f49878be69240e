using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>
/// What the runtime does around a task's body. An environment has options, a task may change its environment's, and a call
/// site may change its task's by <c>task.With(o => o with { … })</c>, where the function gets the options in force: to set
/// one back, give it its default again, such as <c>Retries = 0</c> or <c>MaxRuntime = null</c>.
/// </summary>
public sealed record TaskOptions
{
    /// <summary>No retries, no time limits, every failure tolerated.</summary>
    public static TaskOptions Default { get; } = new();

    /// <summary>Retries after a failed attempt: N retries are up to N + 1 attempts. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Retries
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Retries), value, "The number of retries is zero or more.");
    }

    /// <summary>The wait before a retry; the item holds no slot meanwhile. Default <see cref="Flyte.Actors.Backoff.None"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Backoff Backoff
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Backoff), "Use Backoff.None for retries without a wait.");
    } = Backoff.None;

    /// <summary>The longest time of one attempt while it runs; its token is cancelled then. Default none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? MaxRuntime
    {
        get;
        init => field = Positive(value, nameof(MaxRuntime));
    }

    /// <summary>The longest time that one attempt waits for a slot. Default none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? MaxQueuedTime
    {
        get;
        init => field = Positive(value, nameof(MaxQueuedTime));
    }

    /// <summary>
    /// The longest time from when an item was first queued to its end, over all attempts and waits. It overrides retries and
    /// holds for everything that the item calls. Default none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? Deadline
    {
        get;
        init => field = Positive(value, nameof(Deadline));
    }

    /// <summary>
    /// How many items of a map of this task may fail, where the map does not say (<see cref="MapOptions.Tolerance"/>). Default
    /// <see cref="Flyte.Actors.Tolerance.Any"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Tolerance Tolerance
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Tolerance), "Use Tolerance.Any to tolerate every failure.");
    } = Tolerance.Any;

    /// <summary>Whether results are kept for other runs and taken over from them. Default <see cref="Flyte.Actors.Cache.Disabled"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Cache Cache
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Cache), "Use Cache.Disabled to keep no results.");
    } = Cache.Disabled;

    /// <summary>
    /// A name for the maps of this task, part of their identity: their run is <c>{task}_{group}</c>. Default none, which
    /// stands for <c>map</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not made of letters, digits, '_', '-' and '.'.</exception>
    public string? Group
    {
        get;
        init => field = TaskName.Group(value);
    }

    private static TimeSpan? Positive(TimeSpan? value, string name) =>
        value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is longer than zero; null stands for no limit.");
}
