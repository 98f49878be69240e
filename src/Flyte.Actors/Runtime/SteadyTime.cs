using Akka.Actor;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The time as a tree of runs has it while it is in memory: that at which it came there, and what has passed since. Whoever sets the clock of
/// the machine makes nothing due by that, and nothing wait.
/// </summary>
internal sealed class SteadyTime(IScheduler scheduler)
{
    private readonly DateTimeOffset began = scheduler.Now;
    private readonly TimeSpan beganAt = scheduler.MonotonicClock;

    /// <summary>What is due, and how long something waits, goes by this.</summary>
    internal DateTimeOffset Now => began + (scheduler.MonotonicClock - beganAt);

    /// <summary>What is written down for others to read goes by the clock of the machine, as it is set.</summary>
    internal DateTimeOffset Date => scheduler.Now;
}
