using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Wire;

namespace Flyte.Actors.Cluster;

/// <summary>
/// The other end of a run's slot: the supervisor of an item actor here whose run is on another node. A run that is lost for too
/// long, or wants no more of it, has what runs cancelled, and the slot is gone when that has ended.
/// </summary>
internal sealed class HostedSlotActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly string slot;
    private readonly GateSettings settings;
    private readonly SlotContext context;
    private readonly Deliveries<ILeaseMessage> deliveries = new();
    private readonly HostedCalls calls;
    private IActorRef worker = ActorRefs.Nobody;
    private IActorRef peer;
    private int? lease;
    private HostedLease? unseen;
    private bool isClosing;
    private bool isDraining;
    private bool isPeerGone;

    public HostedSlotActor(string slot, IActorRef peer, GateSettings settings, SlotContext context, HostedCalls calls) =>
        (this.slot, this.peer, this.settings, this.context, this.calls) = (slot, peer, settings, context, calls);

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(string slot, IActorRef peer, GateSettings settings, SlotContext context, HostedCalls calls) =>
        ActorProps.Of(() => new HostedSlotActor(slot, peer, settings, context, calls));

    /// <summary>As a run supervises its own: in its last breath the item actor has told what became of its lease.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: -1,
        withinTimeMilliseconds: -1,
        decider: Decider.From(e => e is ActorInitializationException ? Directive.Stop : Directive.Restart),
        loggingEnabled: true);

    protected override void PreStart()
    {
        worker = Context.Watch(Context.ActorOf(settings.Item(context, calls.Around), "item"));
        Context.Watch(peer);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ToHostedSlot told:
                OnTold(told);
                break;
            case SlotSeen seen when Sender.Equals(peer):
                deliveries.OnSeen(seen.Number).ForEach(message => unseen = unseen?.After(message));
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
                WaitForRun();
                break;
            case PeerReachable:
                OnReachable();
                break;
            case RunLost:
                Close(Errors.System(ErrorCodes.WorkerLost, $"The node lost the run for {settings.CancelWhenLost}.", recoverable: true));
                break;
            case Repeats:
                Repeat();
                break;
            case Terminated ended when ended.ActorRef.Equals(worker):
                Context.Stop(Self);
                break;
            case Terminated ended when ended.ActorRef.Equals(peer):
                isPeerGone = true;
                WaitForRun();
                break;
        }
    }

    // What the old home of the run sees from now on does not count any more: it may be lost with it.
    private void OnFound()
    {
        peer = ActorRefs.Nobody;
        WaitForRun();
        Sender.Tell(new HostedIs(settings.Node, slot, isClosing ? 0 : unseen?.Number ?? 0, unseen?.First ?? 0, unseen?.Count ?? 0, calls.HaveBegun));
    }

    private void Adopt(AdoptSlot adopt)
    {
        peer = Context.Watch(Sender);
        isPeerGone = false;
        Timers.Cancel(nameof(RunLost));
        Context.Parent.Tell(new SlotAdopted(peer));
        deliveries.Restart();
        if (unseen?.Number != adopt.Lease)
        {
            Answer(new Refused(adopt.Lease));
        }

        Repeat();
    }

    private void OnTold(ToHostedSlot told)
    {
        if (told.Message is AdoptSlot adopt && !Sender.Equals(peer) && !isClosing)
        {
            Adopt(adopt);
        }

        if (deliveries.Hears(told.Number) && !isClosing)
        {
            if (told.Message is Lease refused && isDraining)
            {
                Answer(new Refused(refused.Number));
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

        Sender.Tell(new SlotSeen(deliveries.Heard));
    }

    // How a body ends that was cancelled for the slot's sake says nothing of its item: to its run, should it still be there, it is lost.
    private void OnAnswer(ILeaseMessage answer)
    {
        if (answer is not LeaseDone)
        {
            Answer(answer);
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
            Answer(answer);
        }
    }

    private void Answer(ILeaseMessage answer)
    {
        foreach (var part in LeaseParts.Of(answer))
        {
            peer.Tell(new FromHostedSlot(deliveries.Tell(part), part));
        }

        RepeatLater();
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
        if (isDraining && lease is null && deliveries.Unseen.Count == 0)
        {
            peer.Tell(new SlotGone(slot));
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

    private void WaitForRun()
    {
        if (!Timers.IsTimerActive(nameof(RunLost)))
        {
            Timers.StartSingleTimer(nameof(RunLost), RunLost.Instance, settings.CancelWhenLost);
        }
    }

    private void OnReachable()
    {
        if (!isPeerGone)
        {
            Timers.Cancel(nameof(RunLost));
            Repeat();
        }
    }

    private void Repeat()
    {
        foreach (var (number, unseen) in deliveries.Unseen)
        {
            peer.Tell(new FromHostedSlot(number, unseen));
        }

        RepeatLater();
    }

    private void RepeatLater()
    {
        if (deliveries.Unseen.Count > 0 && !Timers.IsTimerActive(nameof(Repeats)))
        {
            Timers.StartSingleTimer(nameof(Repeats), Repeats.Instance, BeforeRepeat);
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

    private sealed record RunLost
    {
        internal static readonly RunLost Instance = new();
    }

    private sealed record Repeats
    {
        internal static readonly Repeats Instance = new();
    }
}
