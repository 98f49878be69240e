using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Protocol;

/// <summary>Starts a run. Answered by <see cref="RunAccepted"/> or <see cref="RunRejected"/>; the same spec again is the same run.</summary>
/// <param name="Spec">What the run is.</param>
/// <param name="IsNew">Whether the id was made for it, so that there can be no run of that id.</param>
/// <param name="First">Its first inputs, recorded together with its start; null when they are yet to come.</param>
internal sealed record StartRun(RunSpec Spec, bool IsNew = false, AddItems? First = null) : IRunMessage, IWireMessage
{
    public RunId RunId => Spec.Id;
}

/// <summary>
/// Inputs from an offset on. Answered by <see cref="ItemsAccepted"/>, which says from where to go on: what is known already is
/// passed over, a gap is asked for again.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Offset">The index of the page's first item.</param>
/// <param name="Page">The inputs; null when there is only the end to tell.</param>
/// <param name="IsLast">Whether no more inputs come.</param>
/// <param name="Fault">Why the stream of inputs broke off, if it did.</param>
/// <param name="Recovered">Results of an earlier run that items of the page keep; null for none.</param>
internal sealed record AddItems(
    RunId RunId, int Offset, InputPage? Page, bool IsLast, ItemError? Fault = null, IReadOnlyList<ResultSegment>? Recovered = null) : IInputMessage, IWireMessage;

/// <summary>Starts a run that runs another one again. Answered as <see cref="StartRun"/> is.</summary>
/// <param name="RunId">The new run.</param>
/// <param name="Source">What it runs again.</param>
/// <param name="Name">Its name; null for that of the other run.</param>
/// <param name="Labels">Its labels; null for those of the other run.</param>
/// <param name="Trace">What its items are executed for, whatever those of the other run were.</param>
internal sealed record RerunRun(RunId RunId, RerunSource Source, string? Name, IReadOnlyDictionary<string, string>? Labels, TraceContext? Trace = null)
    : IRunMessage, IWireMessage;

/// <summary>
/// Asks for results. Answered by a <see cref="ResultPage"/> as soon as there is a result at that position, or the run has ended.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Order">The order in which positions count.</param>
/// <param name="From">The first position wanted.</param>
/// <param name="Max">The most results wanted.</param>
/// <param name="Consumed">The position up to which the reader has used what it got; the run-ahead counts from here.</param>
/// <param name="MaxBytes">How many bytes the page may have, one result at least; 0 is no bound, for readers in the run's process, to whom results go as they are.</param>
internal sealed record ReadResults(RunId RunId, ReadOrder Order, int From, int Max, int Consumed, int MaxBytes = 0) : IRunMessage, IWireMessage;

/// <summary>Asks what a run looks like. Answered by a <see cref="RunStatus"/>, at once or at the run's end.</summary>
internal sealed record GetRun(RunId RunId, bool AtEnd = false) : IRunQuestion, IWireMessage;

/// <summary>Asks for items by phase. Answered by <see cref="RunItems"/>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Query">Which items.</param>
/// <param name="MaxBytes">How many bytes the page may have, one item at least; 0 for a page that stays in the process.</param>
internal sealed record ReadItems(RunId RunId, ItemQuery Query, int MaxBytes = 0) : IRunQuestion, IWireMessage;

/// <summary>Stops a run: nothing more starts, what runs is cancelled. Answered by <see cref="Done"/> when that is recorded, before the run has ended.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsCallers">Whether it comes from the one who has started the run, and counts for that one's run only.</param>
internal sealed record AbortRun(RunId RunId, string Reason, bool IsCallers = false) : IRunMessage, IWireMessage;

/// <summary>
/// Stops one item, which ends with an error in its slot. Answered by <see cref="Done"/> when its end is recorded; at once when there is
/// no such item.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Index">The item.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsCallers">Whether it comes from the one who has started the run, and counts for that one's run only.</param>
internal sealed record AbortItem(RunId RunId, int Index, string Reason, bool IsCallers = false) : IInputMessage, IWireMessage;

/// <summary>Changes the most bodies in flight. Answered by <see cref="Done"/>.</summary>
internal sealed record ResizeRun(RunId RunId, int Concurrency) : IRunMessage, IWireMessage;

/// <summary>Says that nobody will ask for a run again; it is aborted if it has not ended. Not answered.</summary>
internal sealed record ForgetRun(RunId RunId) : IRunMessage, IWireMessage;

/// <summary>
/// Removes a run that has ended, with its results and all that is recorded of it. Answered by <see cref="Done"/>.
/// </summary>
internal sealed record PurgeRun(RunId RunId) : IRunMessage, IWireMessage;

/// <summary>Asks for the root runs. Answered by a <see cref="RunList"/>.</summary>
/// <param name="Query">Which runs.</param>
/// <param name="MaxBytes">How many bytes the list may have, one run at least; 0 for a list that stays in the process.</param>
internal sealed record ListRuns(RunQuery Query, int MaxBytes = 0) : IWireMessage;

/// <summary>Has a run go on that has not ended, wherever it is. Not answered; nothing when it goes on already.</summary>
internal sealed record OpenRun(RunId RunId) : IRunMessage, IWireMessage;

/// <summary>
/// From a node that was started again: its process before died in the middle of items of these runs. Repeated until it is answered by
/// <see cref="DeathCounted"/>, or there is no such run.
/// </summary>
/// <param name="RunId">The root.</param>
/// <param name="Death">The process.</param>
/// <param name="Items">The items, of the root or of runs below it.</param>
internal sealed record ReportDeath(RunId RunId, Guid Death, IReadOnlyList<HeldItem> Items) : IRunMessage, IWireMessage;
