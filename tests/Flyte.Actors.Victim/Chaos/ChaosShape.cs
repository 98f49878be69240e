namespace Flyte.Actors.Victim.Chaos;

/// <summary>What a run looks like that goes on while nodes and databases fail.</summary>
public enum ChaosShape
{
    /// <summary>A map, read in the order of its inputs.</summary>
    Map,

    /// <summary>A map of bodies that hold their thread.</summary>
    Sync,

    /// <summary>A map, read as its items are done.</summary>
    Completed,

    /// <summary>A map of items which map in turn.</summary>
    Nested,

    /// <summary>A root task that calls one item after the other, and then several at once.</summary>
    Chain,

    /// <summary>A map of which some items fail once, and some always.</summary>
    Retry,

    /// <summary>A map whose results other runs have computed, or compute at the same time.</summary>
    Cache,

    /// <summary>A map that is aborted before it is done.</summary>
    Abort,
}
