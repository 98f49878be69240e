namespace Flyte.Actors;

/// <summary>
/// The items of a run that have ended without a value, by what they ended with: failed, timed out and aborted ones. They are counted as
/// they are recorded, so that to ask costs the same whatever their number is.
/// </summary>
public sealed record RunFailures
{
    /// <summary>The most kinds of failures that are told apart.</summary>
    public const int MaxGroups = 100;

    /// <summary>The groups, the largest first; what is not told apart any more comes last.</summary>
    public required IReadOnlyList<FailureGroup> Groups { get; init; }

    /// <summary>How many items they are.</summary>
    public int Count => Groups.Sum(group => group.Count);

    /// <summary>Whether all are told apart: there are not more than <see cref="MaxGroups"/> kinds.</summary>
    public bool IsComplete => Groups.All(group => !group.IsRest);
}

/// <summary>Failures of one kind: of one code, with messages that differ in numbers, ids and quoted parts at most.</summary>
public sealed record FailureGroup
{
    /// <summary>The <see cref="ItemError.Code"/> of the errors.</summary>
    public required string Code { get; init; }

    /// <summary>The message of the failure that was recorded first, cut after 1,000 characters.</summary>
    public required string Message { get; init; }

    /// <summary>How many items ended so.</summary>
    public required int Count { get; init; }

    /// <summary>The first of them that were recorded, five at most.</summary>
    public required IReadOnlyList<int> Items { get; init; }

    /// <summary>Whether these are the failures of all kinds that came when there were <see cref="RunFailures.MaxGroups"/> already.</summary>
    public bool IsRest { get; init; }
}
