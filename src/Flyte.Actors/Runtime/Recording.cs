using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>What it takes to record runs, and to go on with recorded ones.</summary>
/// <param name="Events">Reads what was recorded.</param>
/// <param name="Payloads">Where large payloads are, beside the journal.</param>
/// <param name="Limits">How large payloads may be.</param>
/// <param name="FindTask">The task of a name; null when it is not registered.</param>
/// <param name="FailsWithoutTask">Whether a recovered run whose task is missing fails; otherwise it waits.</param>
/// <param name="ResumesRuns">Whether runs that are found unfinished go on.</param>
/// <param name="Index">Where all recorded runs are listed.</param>
/// <param name="Retention">How long runs are kept after their end.</param>
/// <param name="BlackBox">Where it is noted which bodies are running.</param>
internal sealed record Recording(
    IJournalEvents Events,
    IPayloadStore Payloads,
    PayloadLimits Limits,
    Func<string, TaskDefinition?> FindTask,
    bool FailsWithoutTask,
    bool ResumesRuns,
    RunIndex Index,
    TimeSpan Retention,
    BlackBox BlackBox)
{
    /// <summary>What saves to read long journals from their start; null where none are made.</summary>
    internal TreeSnapshots? Snapshots { get; init; }

    /// <summary>Whether other nodes use the same store.</summary>
    internal bool IsShared { get; init; }

    internal AloneTurn Alone { get; } = new();
}
