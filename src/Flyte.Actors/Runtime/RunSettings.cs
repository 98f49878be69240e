using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Runtime;

/// <summary>What all runs of a runtime have in common.</summary>
/// <param name="Rules">What ledgers decide by.</param>
/// <param name="Committer">Stands in for the journal where runs are not recorded.</param>
/// <param name="Runners">Makes what bodies call a part of their tree of runs.</param>
/// <param name="Pool">The threads of synchronous bodies.</param>
/// <param name="Pulse">Wakes runs whose slots are all busy.</param>
/// <param name="Grace">How long a body may go on after its cancellation.</param>
/// <param name="Node">The name of this node, for errors.</param>
/// <param name="Knows">Whether a task of that name is registered.</param>
/// <param name="FinishedRunsKept">How many root runs that are not recorded are kept after their end.</param>
/// <param name="Cache">The results that runs take over from one another.</param>
/// <param name="Recording">How runs are recorded; null when none is.</param>
internal sealed record RunSettings(
    LedgerRules Rules,
    ICommitter Committer,
    IItemRunners Runners,
    ElasticPool Pool,
    Pulse Pulse,
    TimeSpan Grace,
    string Node,
    Func<string, bool> Knows,
    int FinishedRunsKept,
    ResultCache Cache,
    Recording? Recording = null)
{
    /// <summary>The task of a name; null where none is registered.</summary>
    internal Func<string, TaskDefinition?> FindTask { get; init; } = static _ => null;

    /// <summary>Where the items of a run may be executed: in this process, unless it is one of a cluster.</summary>
    internal PlacesOf Places { get; init; } = (_, item, _, _) => new HomePlaces(item, Node);

    /// <summary>How long the items of a run may be executable nowhere before it fails; null for as long as they are.</summary>
    internal TimeSpan? FailsWithoutTaskAfter { get; init; }

    /// <summary>How large payloads may be that go to other nodes.</summary>
    internal PayloadLimits Limits { get; init; } = new(WireLimits.MaxPayloadBytes);

    /// <summary>How long the bodies of a run may go on here that goes on elsewhere.</summary>
    internal TimeSpan LeavingGrace { get; init; }

    /// <summary>What the runs have in hand, for whoever looks.</summary>
    internal RuntimeGauges Gauges { get; init; } = new();

    /// <summary>The logs of bodies; null where they have none.</summary>
    internal TaskLogs? Logs { get; init; }

    /// <summary>How long items have taken so far.</summary>
    internal Paces Paces { get; } = new();
}
