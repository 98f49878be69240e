namespace Flyte.Actors;

/// <summary>Where an item of a run stands; from <see cref="Succeeded"/> on it has ended, and that is recorded.</summary>
public enum ItemPhase
{
    /// <summary>Waiting for a slot, or for another item that computes the same cached result.</summary>
    Queued,

    /// <summary>Handed to an item actor, or its end is not recorded yet.</summary>
    Running,

    /// <summary>Failed, and waiting for the time of its next attempt.</summary>
    Retrying,

    /// <summary>Ended with a value.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended by an abort.</summary>
    Aborted,

    /// <summary>Ended because its time was up.</summary>
    TimedOut,

    /// <summary>Ended with a value in an earlier run, whose result was taken over.</summary>
    Recovered,
}
