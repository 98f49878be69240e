namespace Flyte.Actors;

/// <summary>How one map is run. What belongs to the task (retries, timeouts) is in <see cref="TaskOptions"/>.</summary>
public sealed record MapOptions
{
    /// <summary>Errors in their slots, run-ahead as the runtime has it, inputs of one length.</summary>
    public static MapOptions Default { get; } = new();

    /// <summary>
    /// Whether the first failure ends the map: nothing more starts, what runs is cancelled and awaited, and the stream throws
    /// a <see cref="TaskFailedException"/> of the lowest failed index that is known. Default false: a failure stands in its slot.
    /// </summary>
    public bool FailFast { get; init; }

    /// <summary>
    /// How many items may be started ahead of the one that the consumer of the stream asks for next; 0 is no bound. Null, the
    /// default, is the runtime's setting.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? RunAhead
    {
        get;
        init => field = value is >= 0 or null
            ? value
            : throw new ArgumentOutOfRangeException(nameof(RunAhead), value, "The run-ahead is zero (no bound) or more.");
    }

    /// <summary>How many items of this map may fail. Null, the default, is the task's <see cref="TaskOptions.Tolerance"/>.</summary>
    public Tolerance? Tolerance { get; init; }

    /// <summary>
    /// Whether several inputs of unequal lengths are cut to the shortest. Default false: unequal lengths are an error that
    /// names them.
    /// </summary>
    public bool Truncate { get; init; }
}
