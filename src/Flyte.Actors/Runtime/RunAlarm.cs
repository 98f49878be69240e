using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Wakes a run when something of it is due.</summary>
internal sealed class RunAlarm
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private DateTimeOffset? next;

    /// <summary>Notes that the alarm has gone off.</summary>
    internal void OnRing() => next = null;

    internal void Set(RunLedger ledger, ITimerScheduler timers, DateTimeOffset now)
    {
        if (ledger.NextDue is { } due && !ledger.State.HasEnded && !(next <= due))
        {
            next = due;
            timers.StartSingleTimer(nameof(RunAlarm), Ring.Instance, Wait(due - now));
        }
    }

    // The scheduler takes no negative time, and none beyond some weeks: an alarm that comes too early is set again.
    private static TimeSpan Wait(TimeSpan left) =>
        left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestWait ? LongestWait : left;

    internal sealed record Ring : IFlyteMessage
    {
        internal static readonly Ring Instance = new();
    }
}
