using System.Globalization;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>What the client of a run has seen of it.</summary>
internal sealed class ChaosRecord(ChaosRun run)
{
    private int errors;

    internal ChaosRun Run => run;

    /// <summary>When each result was shown first.</summary>
    internal Dictionary<int, long> ShownAt { get; } = [];

    /// <summary>When its abort was answered; null when it was not aborted.</summary>
    internal long? AbortedAt { get; set; }

    /// <summary>How it ended; null when it is not known to have.</summary>
    internal string? Phase { get; set; }

    /// <summary>Items that were given up because the processes ended in which they ran, and what was said of them.</summary>
    internal List<ChaosResult> WorkersLost { get; } = [];

    /// <summary>What is not as it should be.</summary>
    internal List<string> Wrong { get; } = [];

    /// <summary>Compares a result with what it has to be.</summary>
    internal void Add(ChaosResult result, long now)
    {
        if (!ShownAt.TryAdd(result.Index, now))
        {
            Wrong.Add($"{run.Id}: item {result.Index} was shown twice.");
        }

        errors += result.Error is null ? 0 : 1;
        var expected = ChaosWork.Expected(run.Shape, ChaosWork.Inputs(run)[result.Index]);
        if (result.Error == ErrorCodes.WorkerLost)
        {
            WorkersLost.Add(result);
        }
        else if (result.Error == ErrorCodes.Aborted ? run.Shape != ChaosShape.Abort : result.Value != expected)
        {
            Wrong.Add($"{run.Id} ({run.Shape}): item {result.Index} came to {Text(result.Value)} {result.Error} instead of {Text(expected)}.");
        }

        // Attempts that the end of a process cut off count too.
        if (expected is null && result.Error is not null && result.Attempts < ChaosWork.Retries + 1)
        {
            Wrong.Add($"{run.Id}: item {result.Index} failed after {result.Attempts} attempts.");
        }
    }

    /// <summary>Notes that it has ended.</summary>
    internal void End(string phase)
    {
        Phase = phase;
        var isDone = phase == (errors == 0 ? nameof(RunPhase.Succeeded) : nameof(RunPhase.Failed));
        if (AbortedAt is null ? !isDone : phase != nameof(RunPhase.Aborted) && !isDone)
        {
            Wrong.Add($"{run.Id} ({run.Shape}) ended as {phase}.");
        }

        if (ShownAt.Count != run.Size)
        {
            Wrong.Add($"{run.Id} ({run.Shape}): {run.Size - ShownAt.Count} of {run.Size} results are lost.");
        }
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "an error";
}
