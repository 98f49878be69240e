using Akka.Actor;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The time as a run has it while it is in memory: that at which it came there, and what has passed since. Whoever sets the clock of the
/// machine makes nothing due by that, and nothing wait.
/// </summary>
internal sealed class SteadyTime(IScheduler scheduler)
{
    private readonly DateTimeOffset began = scheduler.Now;
    private readonly TimeSpan beganAt = scheduler.MonotonicClock;

    internal DateTimeOffset Now => began + (scheduler.MonotonicClock - beganAt);
}
