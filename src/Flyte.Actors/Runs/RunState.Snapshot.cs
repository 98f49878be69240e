namespace Flyte.Actors.Runs;

/// <content>A state that goes on where a snapshot of it was taken.</content>
internal sealed partial class RunState
{
    internal RunState(RunParts parts, bool holdsResults)
        : this(parts.Spec, parts.StartedAt, holdsResults)
    {
        (Phase, Error, EndedAt) = (parts.Phase, parts.Error, parts.EndedAt);
        (Concurrency, Stop) = (parts.Concurrency, parts.Stop);
        (Added, IsClosed, InputFault) = (parts.Added, parts.IsClosed, parts.InputFault);
        (Succeeded, Recovered) = (parts.Succeeded, parts.Recovered);
        (Failed, Aborted, TimedOut, LowestFailure) = (parts.Failed, parts.Aborted, parts.TimedOut, parts.LowestFailure);
        foreach (var results in parts.Results)
        {
            Results.Add(results);
        }

        Inputs.AddRange(parts.Inputs);
        Retries = new(parts.Retries);
        Retaken = [.. parts.Retaken];
        HasCalled = parts.HasCalled;
        (Ended, Failures) = (parts.Ended, parts.Failures);
    }
}

/// <summary>What a state consists of.</summary>
internal sealed record RunParts(RunSpec Spec, DateTimeOffset StartedAt)
{
    internal required RunPhase Phase { get; init; }

    internal required ItemError? Error { get; init; }

    internal required DateTimeOffset? EndedAt { get; init; }

    internal required int Concurrency { get; init; }

    internal required RunStopped? Stop { get; init; }

    internal required int Added { get; init; }

    internal required bool IsClosed { get; init; }

    internal required ItemError? InputFault { get; init; }

    internal required int Succeeded { get; init; }

    internal required int Recovered { get; init; }

    internal required int Failed { get; init; }

    internal required int Aborted { get; init; }

    internal required int TimedOut { get; init; }

    internal required ItemError? LowestFailure { get; init; }

    internal required FailureGroups? Failures { get; init; }

    /// <summary>The results as they were recorded one after the other.</summary>
    internal required IEnumerable<RecordedSegment> Results { get; init; }

    internal required IEnumerable<RecordedInputs> Inputs { get; init; }

    internal required IEnumerable<KeyValuePair<int, Retry>> Retries { get; init; }

    internal required IEnumerable<Origin> Retaken { get; init; }

    internal required EndedItems? Ended { get; init; }

    internal required bool? HasCalled { get; init; }
}
