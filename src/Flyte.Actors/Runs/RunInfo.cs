namespace Flyte.Actors;

/// <summary>What a run looks like from outside at one moment.</summary>
public sealed record RunInfo
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The full name of its task; of a run of single calls, empty.</summary>
    public required string Task { get; init; }

    /// <summary>The name that its submitter gave it.</summary>
    public string? Name { get; init; }

    /// <summary>The labels that its submitter gave it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The id of the run that it runs again; null of a run of its own.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>How many of its items stand where.</summary>
    public required ItemCounts Items { get; init; }

    /// <summary>The most bodies in flight.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The item actors that it has.</summary>
    public required int Slots { get; init; }

    /// <summary>Bodies that ignored their cancellation and were left behind; they may still be running.</summary>
    public int LeakedBodies { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it does not go on at present, such as a database that does not answer; null when it does.</summary>
    public string? Notice { get; init; }

    /// <summary>Why it ended before all its items were done, or with failures that it could not tolerate.</summary>
    public ItemError? Error { get; init; }
}

/// <summary>The items of a run by phase.</summary>
/// <param name="Total">All that were received.</param>
/// <param name="Queued">Waiting for a slot, or for another item that computes the same cached result.</param>
/// <param name="Running">Handed to an item actor.</param>
/// <param name="Retrying">Failed, and waiting for the time of their next attempt.</param>
/// <param name="Succeeded">Ended with a value.</param>
/// <param name="Failed">Ended with an error.</param>
/// <param name="Aborted">Ended by an abort.</param>
/// <param name="TimedOut">Ended because their time was up.</param>
/// <param name="MoreToCome">Whether the stream of inputs is still open.</param>
public sealed record ItemCounts(
    int Total, int Queued, int Running, int Retrying, int Succeeded, int Failed, int Aborted, int TimedOut, bool MoreToCome)
{
    /// <summary>All that have ended.</summary>
    public int Done => Succeeded + Failed + Aborted + TimedOut + Recovered;

    /// <summary>Ended with a value in an earlier run, whose result was taken over.</summary>
    public int Recovered { get; init; }
}
