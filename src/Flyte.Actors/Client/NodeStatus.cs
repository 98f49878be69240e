namespace Flyte.Actors;

/// <summary>How a node stands in its cluster.</summary>
public enum NodeStatus
{
    /// <summary>It is not up yet: the members have to agree first.</summary>
    Joining,

    /// <summary>It works.</summary>
    Up,

    /// <summary>It leaves: it ends what it has in hand and begins nothing new.</summary>
    Leaving,

    /// <summary>Some of the others do not reach it. It comes back, or is given up after <see cref="FlyteCluster.StableAfter"/>.</summary>
    Unreachable,

    /// <summary>It is given up, and about to be removed.</summary>
    Down,
}
