namespace Flyte.Actors;

/// <summary>Where a run or an item stands; from <see cref="Succeeded"/> on it has ended.</summary>
public enum RunPhase
{
    /// <summary>Waiting for a slot, or for the time of its retry.</summary>
    Queued,

    /// <summary>Started and not ended.</summary>
    Running,

    /// <summary>Ended well; a run, when its failures are within its tolerance.</summary>
    Succeeded,

    /// <summary>Ended with an error; a run, when an item failed that no <see cref="Tolerance"/> covers.</summary>
    Failed,

    /// <summary>Ended by an abort.</summary>
    Aborted,

    /// <summary>Ended because its time was up.</summary>
    TimedOut,

    /// <summary>Ended well in an earlier run, whose result was taken over.</summary>
    Recovered,
}
