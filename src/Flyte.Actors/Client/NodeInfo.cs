namespace Flyte.Actors;

/// <summary>A process that takes part in a cluster, or that is alone, as the one that is asked sees it at the moment.</summary>
public sealed record NodeInfo
{
    /// <summary>Its address, <c>host:port</c>; the name of the machine, of a process that is alone.</summary>
    public required string Address { get; init; }

    /// <summary>What it does for its cluster; a process that is alone does both.</summary>
    public required NodeRoles Roles { get; init; }

    /// <summary>How it stands.</summary>
    public required NodeStatus Status { get; init; }

    /// <summary>Whether it is the one that was asked.</summary>
    public bool IsSelf { get; init; }

    /// <summary>
    /// How many items of tasks with asynchronous bodies it executes at once (<see cref="FlyteCluster.Slots"/>). Null where that is not known
    /// yet, and of a process that is alone, whose runs have as many as they need.
    /// </summary>
    public int? Slots { get; init; }

    /// <summary>How many of <see cref="Slots"/> no run has been granted, as it has told within the last two seconds; null as these.</summary>
    public int? FreeSlots { get; init; }

    /// <summary>The same for tasks with synchronous bodies (<see cref="FlyteCluster.CpuSlots"/>).</summary>
    public int? CpuSlots { get; init; }

    /// <summary>How many of <see cref="CpuSlots"/> no run has been granted; null as these.</summary>
    public int? FreeCpuSlots { get; init; }

    /// <summary>How many item actors of its runs work on an item now; only the process that is asked knows its own, of all others it is null.</summary>
    /// <remarks>In a cluster, those on other nodes that work for its runs are among them.</remarks>
    public int? Busy { get; init; }

    /// <summary>The full names of the tasks whose items it executes, in order.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];
}
