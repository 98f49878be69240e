using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Protocol;

/// <summary>The run is there; its further messages can go to <paramref name="Run"/> straight.</summary>
internal sealed record RunAccepted(RunId RunId, IActorRef Run) : IRunMessage, IWireMessage;

/// <summary>The run cannot be started, or what was asked of it cannot be done.</summary>
internal sealed record RunRejected(RunId RunId, string Code, string Reason) : IRunMessage, IWireMessage
{
    internal const string NotFound = "NotFound";
    internal const string Conflict = "Conflict";
    internal const string Invalid = "Invalid";
    internal const string Crashed = "Crashed";
    internal const string Unreadable = "Unreadable";

    internal static RunRejected Unknown(RunId id) =>
        new(id, NotFound, $"There is no run '{id}': it was never started, or has been forgotten after its end.");

    internal static RunRejected Other(RunId id) =>
        new(id, Conflict, $"There is a run '{id}' with other content: choose another id, or read that run.");

    internal static RunRejected StillRunning(RunId id) =>
        new(id, Invalid, $"The run '{id}' has not ended and cannot be removed: abort it first.");

    internal static RunRejected NotOver(RunId id) =>
        new(id, Invalid, $"The run '{id}' has not ended and cannot be run again: wait for its end, or abort it first.");

    internal static RunRejected NotRecorded(RunId id) =>
        new(id, Invalid, $"The run '{id}' is not recorded and cannot be run again: give the runtime a store.");

    internal static RunRejected NoConcurrency(RunId id, int concurrency) =>
        new(id, Invalid, $"The concurrency of run '{id}' cannot be {concurrency}: it is the number of items in flight, 1 or more.");

    internal static RunRejected NotListed(RunId id) => new(
        id,
        Invalid,
        id.IsRoot
            ? $"The items of run '{id}' are kept for its one reader only and cannot be listed: submit the map, or give its run an id."
            : $"The items of run '{id}' are kept for the item that has called it only and cannot be listed: give the runtime a store, so that what is called is recorded.");

    internal static RunRejected ItemsUnreadable(RunId id, string reason) =>
        new(id, Unreadable, $"The items of run '{id}' cannot be read from the journal now: {reason} Ask for them again.");

    internal static RunRejected RecordUnreadable(RunId id, string reason) =>
        new(id, Unreadable, $"What is recorded of run '{id}' cannot be read from the journal now: {reason} Ask again.");

    internal static RunRejected NotGoingOn(RunId id) =>
        new(id, Invalid, $"The run '{id}' has not ended and does not go on at present: its caller has not called it again since it was recorded.");

    internal static RunRejected NotRemovable(RunId id) =>
        new(id, Invalid, $"The run '{id}' was called by another one and is removed with it: remove '{id.Root}'.");

    internal static RunRejected Crash(RunId id, string reason) =>
        new(id, Crashed, $"The run '{id}' was stopped by an error of the runtime itself, which its log shows: {reason}");
}

/// <summary>
/// Inputs are recorded up to <paramref name="Next"/>, and wanted up to <paramref name="Credit"/>; none at all any more when the
/// run <paramref name="IsStopping"/>. That no more come is recorded when it <paramref name="IsClosed"/>.
/// </summary>
internal sealed record ItemsAccepted(RunId RunId, int Next, int Credit, bool IsStopping, bool IsClosed = false) : IRunMessage, IWireMessage;

/// <summary>Recorded results, and the end of the run once it has come.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Order">The order that was asked for.</param>
/// <param name="From">The position of the first result.</param>
/// <param name="Next">The position behind the last one.</param>
/// <param name="Segments">The results.</param>
/// <param name="End">How the run ended, when there are no results behind these; null otherwise.</param>
internal sealed record ResultPage(
    RunId RunId, ReadOrder Order, int From, int Next, IReadOnlyList<ResultSegment> Segments, RunEnd? End) : IRunMessage, IWireMessage;

/// <summary>What a run came to.</summary>
internal sealed record RunEnd(RunPhase Phase, ItemError? Error);

/// <summary>What a run looks like.</summary>
internal sealed record RunStatus(RunId RunId, RunInfo Info) : IRunMessage, IWireMessage;

/// <summary>The items that were asked for.</summary>
internal sealed record RunItems(RunId RunId, ItemPage Page) : IRunMessage, IWireMessage;

/// <summary>What was asked for is done, or had been done before.</summary>
internal sealed record Done(RunId RunId) : IRunMessage, IWireMessage;

/// <summary>The runs cannot be listed now.</summary>
internal sealed record ListFailed(string Reason) : IWireMessage;

/// <summary>The runs that were asked for, newest first.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="IsCut">Whether there are more within the limit, after the last of these, that were too many bytes for one message.</param>
internal sealed record RunList(IReadOnlyList<RunInfo> Runs, bool IsCut = false) : IWireMessage;

/// <summary>The death of a process counts for all items that were reported, but those that have ended.</summary>
internal sealed record DeathCounted(RunId RunId, Guid Death) : IRunMessage, IWireMessage;
