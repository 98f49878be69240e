using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Protocol;

/// <summary>From a run to a node's gate: how many slots it could make use of there now. Repeated until it is answered.</summary>
/// <param name="Slots">How many it wishes to have; 0 when it needs none.</param>
/// <param name="NeedsOne">Whether it has no slot anywhere, and must have one so that it goes on.</param>
/// <param name="Version">Later wishes have higher ones.</param>
/// <param name="Has">How many slots it has on all nodes: of several who could have one more, it goes to who has least.</param>
/// <param name="Task">The task of its items; empty for calls of any.</param>
internal sealed record SlotsWished(int Slots, bool NeedsOne, long Version, int Has = 0, string Task = "") : IWireMessage;

/// <summary>From a gate to a run: how many slots it may have there.</summary>
/// <param name="Node">The gate's node.</param>
/// <param name="Slots">How many.</param>
/// <param name="Version">Later grants have higher ones.</param>
/// <param name="WishVersion">The latest wish that the gate has heard of.</param>
internal sealed record SlotsGranted(string Node, int Slots, long Version, long WishVersion) : IPlaceMessage, IWireMessage;

/// <summary>From one node to the gate of another: tell what you are. Answered by <see cref="GateReport"/>, now and then again.</summary>
internal sealed record WatchGate : IWireMessage
{
    internal static readonly WatchGate Instance = new();
}

/// <summary>From a gate to whoever watches it.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Capacity">How many slots the node has.</param>
/// <param name="Free">How many of them nobody has been granted.</param>
/// <param name="IsDraining">Whether the node is leaving, and grants no more.</param>
/// <param name="Tasks">The tasks that are registered there.</param>
/// <param name="Fair">How many slots runs have on all nodes that lack some there, in the mean; null when none does.</param>
/// <param name="Cpu">The slots for the tasks that compute; null of a node that has the same ones for all.</param>
/// <param name="Describes">Whether it answers <see cref="DescribeTasks"/>, as nodes of earlier versions do not.</param>
internal sealed record GateReport(
    string Node, int Capacity, int Free, bool IsDraining, IReadOnlyList<string> Tasks, int? Fair = null, CpuReport? Cpu = null, bool Describes = false) : IWireMessage;

/// <summary>To a gate: what are these tasks? Answered by one or more <see cref="TasksDescribed"/>.</summary>
internal sealed record DescribeTasks(IReadOnlyList<string> Tasks) : IWireMessage;

/// <summary>From a gate: some of the tasks that were asked for.</summary>
internal sealed record TasksDescribed(IReadOnlyList<TaskDescription> Tasks) : IWireMessage;

/// <summary>What a gate has for tasks that compute, as their bodies are synchronous.</summary>
/// <param name="Capacity">How many slots there are for them.</param>
/// <param name="Free">How many of these nobody has been granted.</param>
/// <param name="Fair">How many slots runs have on all nodes that lack some of these, in the mean; null when none does.</param>
/// <param name="Tasks">These tasks, of those that are registered there.</param>
internal sealed record CpuReport(int Capacity, int Free, int? Fair, IReadOnlyList<string> Tasks);

/// <summary>What an item actor on another node has to know of its run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="IsRecorded">Whether the run is recorded.</param>
/// <param name="Tree">The entity that child runs are started in, of a run that is not recorded; null for one that is found by its id.</param>
/// <param name="Trace">What its items are executed for, unless their inputs say.</param>
internal sealed record SlotContext(RunId RunId, bool IsRecorded, IActorRef? Tree, TraceContext? Trace = null);

/// <summary>From a run's slot to the node that hosts it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Context">What the host has to know; null once it knows.</param>
/// <param name="Number">Its place among all that is told to the slot, from 1.</param>
/// <param name="Message">A <see cref="Lease"/>, <see cref="Flush"/> or <see cref="Cancel"/>.</param>
internal sealed record ToHostedSlot(string Slot, SlotContext? Context, int Number, IFlyteMessage Message) : IWireMessage;

/// <summary>From a hosted slot to the run's.</summary>
/// <param name="Number">Its place among all that the slot tells, from 1.</param>
/// <param name="Message">A <see cref="Slept"/>, <see cref="Progress"/> or <see cref="LeaseDone"/>.</param>
internal sealed record FromHostedSlot(int Number, ILeaseMessage Message) : IWireMessage;

/// <summary>Between both ends of a slot: what has been told up to this number has arrived.</summary>
internal sealed record SlotSeen(int Number) : IWireMessage;

/// <summary>From a run's slot to its host: nothing more of it is wanted, and what runs is cancelled.</summary>
internal sealed record CloseSlot(string Slot) : IWireMessage;

/// <summary>From the host of slots: there is no such slot any more.</summary>
internal sealed record SlotGone(string Slot) : IWireMessage;

/// <summary>To the gates, from the new home of a run: what still runs for it? Answered by <see cref="HostedCount"/>, and by each slot by <see cref="HostedIs"/>.</summary>
internal sealed record FindHosted(RunId RunId) : IWireMessage;

/// <summary>From a gate: so many slots of the run it hosts; they answer themselves.</summary>
internal sealed record HostedCount(string Node, RunId RunId, int Count) : IWireMessage;

/// <summary>From a hosted slot whose run asks from a new home. From now on it tells its old one nothing.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Lease">The number of the lease that it has; 0 for none.</param>
/// <param name="First">The first item of the lease whose result the old home has not seen.</param>
/// <param name="Count">How many there are from that one on.</param>
/// <param name="IsCaller">Whether a body of the lease has called tasks itself, which the old home took with it.</param>
internal sealed record HostedIs(string Node, string Slot, int Lease, int First, int Count, bool IsCaller) : IWireMessage;

/// <summary>To a hosted slot, as the first message of the run's new home: go on with the lease for me.</summary>
internal sealed record AdoptSlot(int Lease) : IWireMessage;
