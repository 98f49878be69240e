using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// A slot of a run whose item actor lives on another node: what the run tells it goes there, what comes from there the run hears
/// as if it came from here. When its counterpart is lost in the middle of a lease it stops, as any item actor does that cannot go
/// on; a lease that was not begun is refused.
/// </summary>
/// <param name="gate">The gate of the node.</param>
/// <param name="context">What the node has to know of the run.</param>
/// <param name="limits">How inputs are written that were not yet.</param>
/// <param name="moves">Whether the run goes on elsewhere, which leaves alone what the node executes.</param>
/// <param name="adopted">What the node executes already, for a run that has come from elsewhere; null for a new slot.</param>
internal sealed class RemoteSlotActor(IActorRef gate, SlotContext context, PayloadLimits limits, Moving moves, Adopted? adopted) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly string slot = adopted?.Is.Slot ?? Guid.NewGuid().ToString("N");
    private readonly Deliveries<IFlyteMessage> deliveries = new();
    private IActorRef? hosted;
    private int? lease;
    private bool isGone;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(IActorRef gate, SlotContext context, PayloadLimits limits, Moving moves, Adopted? adopted = null) =>
        ActorProps.Of(() => new RemoteSlotActor(gate, context, limits, moves, adopted));

    protected override void PreStart()
    {
        if (adopted is null)
        {
            Context.Watch(gate);
            return;
        }

        Meet(adopted.Hosted);
        lease = adopted.Is.Lease;
        Send(new AdoptSlot(adopted.Is.Lease));
    }

    protected override void PostStop()
    {
        if (!moves.IsSet)
        {
            (hosted ?? gate).Tell(new CloseSlot(slot));
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Lease refused when isGone:
                Context.Parent.Tell(new Refused(refused.Number));
                break;
            case Lease given:
                lease = given.Number;
                Send(Shorten(given));
                break;
            case Flush or Cancel:
                Send((IFlyteMessage)message);
                break;
            case FromHostedSlot told:
                Meet(Sender);
                if (deliveries.Hears(told.Number))
                {
                    Hear(told.Message);
                }

                Sender.Tell(new SlotSeen(deliveries.Heard));
                break;
            case SlotSeen seen:
                Meet(Sender);
                deliveries.OnSeen(seen.Number);
                break;
            case Repeat when deliveries.Unseen.Count > 0 && !isGone:
                foreach (var (place, unseen) in deliveries.Unseen)
                {
                    Tell(place, unseen);
                }

                RepeatLater();
                break;
            case SlotGone gone when gone.Slot == slot:
                OnFarewell();
                break;
            case Terminated when lease is null:
                isGone = true;
                break;
            case Terminated:
                Context.Stop(Self);
                break;
        }
    }

    private void Hear(ILeaseMessage message)
    {
        if (message is LeaseDone or Refused)
        {
            lease = null;
        }

        Context.Parent.Tell(message);
    }

    // Nobody there has begun the lease: the gate has no such slot, or that had nothing in hand when it went.
    private void OnFarewell()
    {
        isGone = true;
        if (lease is { } number)
        {
            Hear(new Refused(number));
        }
    }

    // What is not written yet is cut where a block ends: the rest goes back to the run.
    private Lease Shorten(Lease lease)
    {
        var (sent, left) = TravellingLease.Of(lease, limits);
        if (left > 0)
        {
            Context.Parent.Tell(new Progress(lease.Number, Finished: null, lease.First + sent.Count, left));
        }

        return sent;
    }

    // From then on the other end is told itself, and its loss is noticed.
    private void Meet(IActorRef other)
    {
        if (hosted is null)
        {
            hosted = Context.Watch(other);
            Context.Unwatch(gate);
        }
    }

    private void Send(IFlyteMessage message)
    {
        Tell(deliveries.Tell(message), message);
        RepeatLater();
    }

    private void Tell(int place, IFlyteMessage message) =>
        (hosted ?? gate).Tell(new ToHostedSlot(slot, hosted is null ? context : null, place, message));

    private void RepeatLater()
    {
        if (!Timers.IsTimerActive(nameof(Repeat)))
        {
            Timers.StartSingleTimer(nameof(Repeat), Repeat.Instance, BeforeRepeat);
        }
    }

    private sealed record Repeat
    {
        internal static readonly Repeat Instance = new();
    }
}

/// <summary>Set when a run stops here because it goes on elsewhere.</summary>
internal sealed class Moving
{
    private volatile bool isSet;

    internal bool IsSet => isSet;

    internal void Set() => isSet = true;
}

/// <summary>A slot that a node hosts, which a run's new home goes on with.</summary>
internal sealed record Adopted(IActorRef Hosted, HostedIs Is);
