using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>What a run looks like from outside, and when the list of runs is told: at its start, at its end, and now and then.</summary>
internal sealed class RunAnnouncer(RunSpec spec, RunLedger ledger, SlotPool slots, ISlotPlaces places, IActorRef tree)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private bool hasToldStart;
    private bool hasToldEnd;

    private bool IsListed => spec.Id.IsRoot && spec.OnlyOrder is null;

    /// <summary>Why the run does not go on at present; null when it does.</summary>
    internal string? Notice { get; set; }

    /// <summary>Bodies that were left behind.</summary>
    internal int Leaked { get; set; }

    internal RunInfo Info => new()
    {
        Id = spec.Id.Value,
        Task = spec.Task,
        Name = spec.Name,
        Labels = spec.Labels,
        RerunOf = spec.Source?.Of.Value,
        Phase = ledger.State.Phase,
        Items = ledger.Counts,
        Concurrency = ledger.Concurrency,
        Slots = slots.Count,
        LeakedBodies = Leaked,
        StartedAt = ledger.State.StartedAt,
        EndedAt = ledger.State.EndedAt,
        Error = ledger.State.Error,
        Notice = Notice ?? (ledger.Waiting > 0 ? places.Obstacle : null),
    };

    /// <summary>Something was recorded: tells it now if it is the start or the end, and soon otherwise.</summary>
    internal void OnRecorded(ITimerScheduler timers)
    {
        if (!hasToldStart || (ledger.State.HasEnded && !hasToldEnd))
        {
            (hasToldStart, hasToldEnd) = (true, ledger.State.HasEnded);
            Tell();
        }
        else if (IsListed && !hasToldEnd && !timers.IsTimerActive(nameof(IsDue)))
        {
            timers.StartSingleTimer(nameof(IsDue), IsDue.Instance, Between);
        }
    }

    /// <summary>Tells what the run looks like now, to whoever lists runs.</summary>
    internal void Tell()
    {
        if (IsListed)
        {
            tree.Tell(new RunChanged(spec.Id, Info));
        }
    }

    internal sealed record IsDue : IFlyteMessage
    {
        internal static readonly IsDue Instance = new();
    }
}
