using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Cluster;

/// <summary>
/// The other end of a run's slot: the supervisor of an item actor here whose run is on another node. A run that is lost for too
/// long, or wants no more of it, has what runs cancelled, and the slot is gone when that has ended.
/// </summary>
internal sealed class HostedSlotActor : UntypedActor, IWithTimers
{
    private readonly string slot;
    private readonly GateSettings settings;
    private readonly SlotContext context;
    private readonly HostedCalls calls;
    private readonly IActorRef first;
    private IActorRef worker = ActorRefs.Nobody;
    private HostedPeer peer = null!;
    private int? lease;
    private HostedLease? unseen;
    private bool isClosing;
    private bool isDraining;

    public HostedSlotActor(string slot, IActorRef peer, GateSettings settings, SlotContext context, HostedCalls calls) =>
        (this.slot, first, this.settings, this.context, this.calls) = (slot, peer, settings, context, calls);

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(string slot, IActorRef peer, GateSettings settings, SlotContext context, HostedCalls calls) =>
        ActorProps.Of(() => new HostedSlotActor(slot, peer, settings, context, calls));

    /// <summary>As a run supervises its own.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new ItemSupervision(context.RunId);

    protected override void PreStart()
    {
        worker = Context.Watch(Context.ActorOf(settings.Item(context, calls.Around), "item"));
        peer = new HostedPeer(first, settings.CancelWhenLost, Context, Timers);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ToHostedSlot told:
                OnTold(told);
                break;
            case SlotSeen seen when peer.Is(Sender):
                peer.OnSeen(seen.Number).ForEach(message => unseen = unseen?.After(message));
                StopIfDrained();
                break;
            case ILeaseMessage answer when Sender.Equals(worker):
                OnAnswer(answer);
                break;
            case DrainGate:
                Drain();
                break;
            case FindHosted:
                OnFound();
                break;
            case CloseSlot:
                Close(Errors.System(ErrorCodes.Aborted, "The run wants no more of it."));
                break;
            case PeerUnreachable:
                peer.WaitForRun();
                break;
            case PeerReachable:
                peer.OnReachable();
                break;
            case HostedPeer.RunLost:
                Close(Errors.System(ErrorCodes.WorkerLost, $"The node lost the run for {settings.CancelWhenLost}.", recoverable: true));
                break;
            case HostedPeer.Repeats:
                peer.Repeat();
                break;
            case Terminated ended when ended.ActorRef.Equals(worker):
                Context.Stop(Self);
                break;
            case Terminated ended when peer.Is(ended.ActorRef):
                peer.OnTerminated();
                break;
        }
    }

    private void OnFound()
    {
        peer.Release();
        Sender.Tell(new HostedIs(settings.Node, slot, isClosing ? 0 : unseen?.Number ?? 0, unseen?.First ?? 0, unseen?.Count ?? 0, calls.HaveBegun));
    }

    private void Adopt(AdoptSlot adopt)
    {
        peer.PassOn(Sender);
        Context.Parent.Tell(new SlotAdopted(Sender));
        if (unseen?.Number != adopt.Lease)
        {
            peer.Tell(new Refused(adopt.Lease));
        }

        peer.Repeat();
    }

    private void OnTold(ToHostedSlot told)
    {
        if (told.Message is AdoptSlot adopt && !peer.Is(Sender) && !isClosing)
        {
            Adopt(adopt);
        }

        if (peer.Hears(told.Number) && !isClosing)
        {
            if (told.Message is Lease refused && isDraining)
            {
                peer.Tell(new Refused(refused.Number));
            }
            else if (told.Message is not AdoptSlot)
            {
                if (told.Message is Lease given)
                {
                    lease = given.Number;
                    unseen = new HostedLease(given.Number, given.First, given.Count);
                    calls.Reset();
                }

                worker.Tell(told.Message);
            }
        }

        Sender.Tell(new SlotSeen(peer.Heard));
    }

    // How a body ends that was cancelled for the slot's sake says nothing of its item: to its run, should it still be there, it is lost.
    private void OnAnswer(ILeaseMessage answer)
    {
        if (answer is not LeaseDone)
        {
            peer.Tell(answer);
            return;
        }

        lease = null;
        calls.Reset();
        if (isClosing)
        {
            Context.Stop(Self);
        }
        else
        {
            peer.Tell(answer);
        }
    }

    // What is not started is given back; what runs goes on to its end.
    private void Drain()
    {
        isDraining = true;
        if (lease is { } number)
        {
            worker.Tell(new Flush(number));
        }

        StopIfDrained();
    }

    private void StopIfDrained()
    {
        if (isDraining && lease is null && peer.HasSeenAll)
        {
            peer.Leave(slot);
            Context.Stop(Self);
        }
    }

    // The slot is in use until the body has ended, whatever its run does.
    private void Close(ItemError reason)
    {
        if (isClosing)
        {
            return;
        }

        isClosing = true;
        if (lease is { } number)
        {
            calls.Abandon();
            worker.Tell(new Cancel(number, 0, int.MaxValue, reason));
        }
        else
        {
            Context.Stop(Self);
        }
    }

    /// <summary>From the gate: the node of the run does not answer.</summary>
    internal sealed record PeerUnreachable : IFlyteMessage
    {
        internal static readonly PeerUnreachable Instance = new();
    }

    /// <summary>From the gate: it answers again.</summary>
    internal sealed record PeerReachable : IFlyteMessage
    {
        internal static readonly PeerReachable Instance = new();
    }
}
