using System.Collections.Concurrent;

namespace Flyte.Actors.Telemetry;

/// <summary>What one runtime of this process has in hand, for whoever looks.</summary>
internal sealed class RuntimeGauges
{
    private readonly ConcurrentDictionary<IRunGauge, byte> runs = [];

    /// <summary>The runs that are in memory.</summary>
    internal IEnumerable<IRunGauge> Runs => runs.Select(run => run.Key);

    /// <summary>How many item actors work on an item.</summary>
    internal int Busy => Runs.Sum(run => run.Busy);

    /// <summary>The slots of the node; none of a process that is alone.</summary>
    internal Func<IReadOnlyList<SlotGauge>> Slots { get; set; } = static () => [];

    internal void Add(IRunGauge run) => runs.TryAdd(run, 0);

    internal void Remove(IRunGauge run) => runs.TryRemove(run, out _);
}

/// <summary>The slots of one kind of this node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Kind">Which ones.</param>
/// <param name="Capacity">How many there are.</param>
/// <param name="Used">How many runs have been granted.</param>
internal readonly record struct SlotGauge(string Node, string Kind, int Capacity, int Used);
