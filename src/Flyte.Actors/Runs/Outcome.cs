namespace Flyte.Actors.Runs;

/// <summary>How a run is going: which failures it has, whether it goes on after them, and what it comes to.</summary>
internal sealed class Outcome(RunSpec spec)
{
    private ItemError? lowest;
    private ItemError? inputFault;

    internal int Failures { get; private set; }

    internal int Successes { get; private set; }

    internal bool IsAborted { get; private set; }

    /// <summary>Why the run starts no more items; null while it does.</summary>
    internal ItemError? Stop { get; private set; }

    internal void Succeed(int count) => Successes += count;

    internal void Fail(ItemError error)
    {
        Failures++;
        if (lowest is null || error.Index < lowest.Index)
        {
            lowest = error;
        }
    }

    /// <summary>Goes on from what was recorded.</summary>
    internal void Restore(RunState state)
    {
        (Successes, Failures, lowest) = (state.Succeeded + state.Recovered, state.Failed + state.Aborted + state.TimedOut, state.LowestFailure);
        (inputFault, Stop, IsAborted) = (state.InputFault, state.Stop?.Error, state.Stop?.IsAborted == true);
    }

    internal void CloseInputs(ItemError? fault) => inputFault = fault;

    internal void Abort(ItemError error, bool isAborted)
    {
        IsAborted = Stop is null && isAborted;
        Stop ??= error;
    }

    /// <summary>Stops the run once a failure has made its success impossible; true when it did.</summary>
    internal bool StopIfHopeless(int? total)
    {
        if (Stop is not null || (Failures == 0 && total is null))
        {
            return false;
        }

        if (spec.FailFast && Failures > 0)
        {
            Stop = lowest;
        }
        else if (!spec.Options.Tolerance.Allows(Failures, total))
        {
            Stop = new ItemError
            {
                Kind = ErrorKind.User,
                Code = ErrorCodes.ToleranceExceeded,
                Message = $"{Failures} item{(Failures == 1 ? "" : "s")} of {spec.Task} failed, more than {Describe(spec.Options.Tolerance)} allows{(lowest is null ? "." : $"; the first: {lowest}")}",
                Task = spec.Task,
                RunId = spec.Id.Value,
                IsRecoverable = false,
                Cause = lowest,
            };
        }

        return Stop is not null;
    }

    internal RunEnded End(int total, DateTimeOffset now)
    {
        var (phase, error) = End(total);
        return new RunEnded(phase, error, now);
    }

    internal (RunPhase Phase, ItemError? Error) End(int total)
    {
        if (Stop is { } stop)
        {
            return IsAborted ? (RunPhase.Aborted, stop) : (RunPhase.Failed, spec.FailFast ? lowest : stop);
        }

        if (inputFault is not null)
        {
            return (RunPhase.Failed, inputFault);
        }

        return Failures == 0 ? (RunPhase.Succeeded, null)
            : total == 1 ? (RunState.PhaseOf(lowest!), null)
            : spec.Options.Tolerance.IsBounded ? (RunPhase.Succeeded, null)
            : (RunPhase.Failed, null);
    }

    private static string Describe(Tolerance tolerance) => string.Join(" and ", new[]
    {
        tolerance.MaxFailures is { } most ? $"MaxFailures = {most}" : null,
        tolerance.MinSuccesses is { } least ? $"MinSuccesses = {least}" : null,
        tolerance.MinSuccesses is null && tolerance.MinSuccessRatio is { } share ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MinSuccessRatio = {share}") : null,
    }.Where(part => part is not null));
}
