using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Wire;

namespace Flyte.Actors.Cluster;

/// <summary>
/// The run's end of a hosted slot: what it is told is kept and repeated until it has seen it, wherever the run goes on, and it is noticed
/// when it has been lost for too long.
/// </summary>
/// <param name="first">The slot's counterpart.</param>
/// <param name="cancelWhenLost">How long it may be lost before the slot is told so.</param>
/// <param name="slot">The slot's actor.</param>
/// <param name="timers">Its timers, which bring it <see cref="RunLost"/> and <see cref="Repeats"/>.</param>
internal sealed class HostedPeer(IActorRef first, TimeSpan cancelWhenLost, IActorContext slot, ITimerScheduler timers)
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly Deliveries<ILeaseMessage> deliveries = new();
    private IActorRef peer = slot.Watch(first);
    private bool isGone;

    /// <summary>Up to where it has been heard.</summary>
    internal int Heard => deliveries.Heard;

    internal bool HasSeenAll => deliveries.Unseen.Count == 0;

    internal bool Is(IActorRef actor) => actor.Equals(peer);

    /// <summary>Whether what it says is the next.</summary>
    internal bool Hears(int number) => deliveries.Hears(number);

    /// <summary>It has seen all up to a number; returns what it had not before.</summary>
    internal List<ILeaseMessage> OnSeen(int number) => deliveries.OnSeen(number);

    internal void Tell(ILeaseMessage answer)
    {
        foreach (var part in LeaseParts.Of(answer))
        {
            peer.Tell(new FromHostedSlot(deliveries.Tell(part), part));
        }

        RepeatLater();
    }

    /// <summary>The slot ends.</summary>
    internal void Leave(string name) => peer.Tell(new SlotGone(name));

    /// <summary>The run is looked for by a new home: what the old one sees from now on does not count, for it may be lost with it.</summary>
    internal void Release()
    {
        peer = ActorRefs.Nobody;
        WaitForRun();
    }

    /// <summary>The run goes on with the slot from another home, which has seen nothing yet.</summary>
    internal void PassOn(IActorRef next)
    {
        peer = slot.Watch(next);
        isGone = false;
        timers.Cancel(nameof(RunLost));
        deliveries.Restart();
    }

    internal void OnTerminated()
    {
        isGone = true;
        WaitForRun();
    }

    internal void WaitForRun()
    {
        if (!timers.IsTimerActive(nameof(RunLost)))
        {
            timers.StartSingleTimer(nameof(RunLost), RunLost.Instance, cancelWhenLost);
        }
    }

    internal void OnReachable()
    {
        if (!isGone)
        {
            timers.Cancel(nameof(RunLost));
            Repeat();
        }
    }

    internal void Repeat()
    {
        foreach (var (number, unseen) in deliveries.Unseen)
        {
            peer.Tell(new FromHostedSlot(number, unseen));
        }

        RepeatLater();
    }

    private void RepeatLater()
    {
        if (deliveries.Unseen.Count > 0 && !timers.IsTimerActive(nameof(Repeats)))
        {
            timers.StartSingleTimer(nameof(Repeats), Repeats.Instance, BeforeRepeat);
        }
    }

    internal sealed record RunLost
    {
        internal static readonly RunLost Instance = new();
    }

    internal sealed record Repeats
    {
        internal static readonly Repeats Instance = new();
    }
}
