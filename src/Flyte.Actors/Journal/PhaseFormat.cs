namespace Flyte.Actors.Journal;

/// <summary>Phases as they are stored.</summary>
internal static class PhaseFormat
{
    internal static Wire.Phase Write(RunPhase phase) => phase switch
    {
        RunPhase.Queued => Wire.Phase.Queued,
        RunPhase.Running => Wire.Phase.Running,
        RunPhase.Succeeded => Wire.Phase.Succeeded,
        RunPhase.Failed => Wire.Phase.Failed,
        RunPhase.Aborted => Wire.Phase.Aborted,
        RunPhase.TimedOut => Wire.Phase.TimedOut,
        RunPhase.Recovered => Wire.Phase.Recovered,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "The phase has no form in the journal."),
    };

    internal static RunPhase Read(Wire.Phase phase) => phase switch
    {
        Wire.Phase.Queued => RunPhase.Queued,
        Wire.Phase.Running => RunPhase.Running,
        Wire.Phase.Succeeded => RunPhase.Succeeded,
        Wire.Phase.Failed => RunPhase.Failed,
        Wire.Phase.Aborted => RunPhase.Aborted,
        Wire.Phase.TimedOut => RunPhase.TimedOut,
        Wire.Phase.Recovered => RunPhase.Recovered,
        _ => throw new InvalidDataException($"The journal holds the phase {(int)phase}, which this version does not know: it was written by a newer one."),
    };
}
