namespace Flyte.Actors;

/// <summary>Why an actor system with a runtime has ended.</summary>
/// <param name="Reason">The kind of its end.</param>
/// <param name="Message">What happened and what to do, in a line.</param>
public sealed record NodeEnd(NodeEndReason Reason, string Message)
{
    /// <summary>Whether the process does well to end, to be started again by whoever watches over it: the same node comes back as a new one.</summary>
    public bool ShouldRestart => Reason is NodeEndReason.Downed or NodeEndReason.Quarantined;
}

/// <summary>The kinds of ends.</summary>
public enum NodeEndReason
{
    /// <summary>The process has stopped it.</summary>
    Stopped,

    /// <summary>It was made to leave the cluster, by itself or by another node.</summary>
    Left,

    /// <summary>It was parted from the majority of the cluster, which has given it up or would have.</summary>
    Downed,

    /// <summary>Another node has given it up and does not talk to it any more.</summary>
    Quarantined,

    /// <summary>It cannot join the cluster, since its settings are others.</summary>
    Refused,
}
