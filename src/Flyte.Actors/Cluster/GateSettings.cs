using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>What a gate is made of.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Slots">How many slots the node has for bodies that mostly wait.</param>
/// <param name="CpuSlots">How many it has for those that compute.</param>
/// <param name="CancelWhenLost">How long bodies go on whose run is lost.</param>
/// <param name="Tasks">The tasks that are registered here.</param>
/// <param name="Item">The item actor of a slot, whose bodies' calls are to be noticed.</param>
internal sealed record GateSettings(string Node, int Slots, int CpuSlots, TimeSpan CancelWhenLost, IReadOnlyList<string> Tasks, Func<SlotContext, Func<IItemRunners, IItemRunners>, Props> Item)
{
    /// <summary>Those of the tasks that compute, since their bodies are synchronous.</summary>
    internal IReadOnlyList<string> CpuTasks { get; init; } = [];

    /// <summary>What some of the tasks are, in lists that each fit a message.</summary>
    internal Func<IReadOnlyList<string>, IEnumerable<TasksDescribed>> Describe { get; init; } = static _ => [];

    /// <summary>What was in hand of a run when processes died that were here before.</summary>
    internal Func<RunId, IReadOnlyList<ReportDeath>> Deaths { get; init; } = static _ => [];
}
