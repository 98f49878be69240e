namespace Flyte.Actors.Runs;

/// <summary>What a run looks like of which there is only the record.</summary>
internal static class RecordedInfo
{
    /// <param name="state">What is recorded.</param>
    /// <param name="isOver">Whether it does not go on, since its caller has ended.</param>
    internal static RunInfo Of(RunState state, bool isOver)
    {
        var ended = state.Succeeded + state.Recovered + state.Failed + state.Aborted + state.TimedOut;
        var left = state.Added - ended;
        var counts = state.Counts(left - state.Retries.Count, leased: 0, state.Retries.Count);
        return new RunInfo
        {
            Id = state.Spec.Id.Value,
            Task = state.Spec.Task,
            Name = state.Spec.Name,
            Labels = state.Spec.Labels,
            Phase = state.HasEnded || !isOver ? state.Phase : Phase(state, left),
            Items = isOver ? counts with { MoreToCome = false } : counts,
            Concurrency = state.Concurrency,
            Slots = 0,
            StartedAt = state.StartedAt,
            EndedAt = state.EndedAt,
            Error = state.Error,
        };
    }

    // Nobody records the end of single calls that all have come to something, and of what a body leaves behind.
    private static RunPhase Phase(RunState state, int left) =>
        left > 0 ? RunPhase.Aborted : state.HasFailures ? RunPhase.Failed : RunPhase.Succeeded;
}
