namespace Flyte.Actors;

/// <summary>What an item of a run looks like at one moment.</summary>
public sealed record RunItem
{
    /// <summary>Its position among the inputs, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>
    /// The task that is called, environment.function, of an item that is a single call: each of them has its own. Null of an item of a map,
    /// whose task is <see cref="RunInfo.Task"/>, and of one on a node of an earlier version.
    /// </summary>
    public string? Task { get; init; }

    /// <summary>Where it stands.</summary>
    public required ItemPhase Phase { get; init; }

    /// <summary>
    /// How many attempts were made, one that is running included. A value from a cache counts as one attempt, one that was taken over
    /// from an earlier run as none.
    /// </summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// How many attempts it gets at most, one more than its task's <see cref="TaskOptions.Retries"/>; attempts that were lost with their item
    /// actor or their process do not count. Null of an item on a node of an earlier version.
    /// </summary>
    public int? MaxAttempts { get; init; }

    /// <summary>
    /// The whole input as JSON. Null when it is not held: a run that is not recorded lets its inputs go once their items have ended, unless
    /// it was called by an item that may be executed again.
    /// Null too when it is no JSON that the task takes; the error says so.
    /// </summary>
    public string? Input { get; init; }

    /// <summary>The value as JSON, of an item that has one; null when it cannot be written, which only a run that is not recorded comes to.</summary>
    public string? Result { get; init; }

    /// <summary>
    /// Why it has no value; of an item that has not ended, what its last attempt failed with, null when there was none or its process
    /// died.
    /// </summary>
    public ItemError? Error { get; init; }

    /// <summary>When the next attempt is due, of an item in <see cref="ItemPhase.Retrying"/>; null for a moment, until that is recorded.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
