using Flyte.Actors.Runs;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>A run of this process, for whoever looks; it costs the run nothing.</summary>
internal sealed class RunGauge(RunLedger ledger, SlotPool slots, GroupCommit commits) : IRunGauge
{
    private readonly RunSpec spec = ledger.State.Spec;

    public string Task => spec.Task;

    public string? Phase => !spec.Id.IsRoot ? null : ledger.State.Phase switch
    {
        RunPhase.TimedOut => "timed_out",
        var phase => phase.ToString().ToLowerInvariant(),
    };

    public int Queued => ledger.Counts.Queued;

    public int Running => ledger.Leased;

    public int Retrying => ledger.Counts.Retrying;

    public int Busy => slots.Count - slots.Idle;

    public int Lag => commits.UnderWay;
}
