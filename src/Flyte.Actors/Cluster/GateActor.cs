using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>What a gate is made of.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Capacity">How many slots the node has.</param>
/// <param name="CancelWhenLost">How long bodies go on whose run is lost.</param>
/// <param name="Tasks">The tasks that are registered here.</param>
/// <param name="Item">The item actor of a slot, whose bodies' calls are to be noticed.</param>
internal sealed record GateSettings(string Node, int Capacity, TimeSpan CancelWhenLost, IReadOnlyList<string> Tasks, Func<SlotContext, Func<IItemRunners, IItemRunners>, Props> Item)
{
    /// <summary>What was in hand of a run when processes died that were here before.</summary>
    internal Func<RunId, IReadOnlyList<ReportDeath>> Deaths { get; init; } = static _ => [];
}

/// <summary>
/// A node's gate: it grants the node's slots to runs, wherever they are, and hosts the slots that they open. Its decisions are
/// those of its <see cref="GateBook"/>.
/// </summary>
internal sealed class GateActor(GateSettings settings) : UntypedActor, IWithTimers
{
    internal const string Name = "flyte-gate";
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly GateBook book = new(settings.Capacity, Context.System.Scheduler.Now.UtcTicks);
    private readonly HostedSlots hosted = new();
    private readonly Dictionary<IActorRef, string> keys = [];
    private readonly Dictionary<string, IActorRef> runs = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> watchers = [];
    private IActorRef drainer = ActorRefs.Nobody;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(GateSettings settings) => ActorProps.Of(() => new GateActor(settings));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        cluster.Subscribe(Self, typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(Reports), Reports.Instance, BetweenReports);
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SlotsWished wish:
                OnWish(wish);
                break;
            case ToHostedSlot told:
                OnTold(told);
                break;
            case CloseSlot close:
                hosted.Find(close.Slot)?.Forward(close);
                break;
            case FindHosted find:
                settings.Deaths(find.RunId).ToList().ForEach(report => Sender.Tell(report)); // To be counted before anything begins again.
                var slots = hosted.Of(find.RunId);
                Sender.Tell(new HostedCount(settings.Node, find.RunId, slots.Count));
                slots.ForEach(slot => slot.Forward(find));
                break;
            case SlotAdopted adopted:
                OnAdopted(adopted.Peer);
                break;
            case WatchGate:
                watchers.Add(Context.Watch(Sender));
                Sender.Tell(Report());
                break;
            case Reports:
                NoteWaiting();
                Report(watchers);
                break;
            case ClusterEvent.UnreachableMember lost:
                hosted.Of(lost.Member.Address).ForEach(slot => slot.Tell(HostedSlotActor.PeerUnreachable.Instance));
                break;
            case ClusterEvent.ReachableMember found:
                hosted.Of(found.Member.Address).ForEach(slot => slot.Tell(HostedSlotActor.PeerReachable.Instance));
                break;
            case DrainGate:
                drainer = Sender;
                book.Drain();
                hosted.All.ForEach(slot => slot.Tell(message));
                Report(watchers);
                break;
            case Terminated ended:
                OnTerminated(ended.ActorRef);
                break;
        }

        foreach (var grant in book.TakeChanges())
        {
            Tell(grant);
        }

        if (!drainer.IsNobody() && hosted.All.Count == 0)
        {
            drainer.Tell(GateDrained.Instance);
            drainer = ActorRefs.Nobody;
        }
    }

    private void OnWish(SlotsWished wish)
    {
        var key = Know(Sender);
        runs[key] = Sender;
        if (!book.Wish(key, wish.Slots, wish.Version, wish.NeedsOne))
        {
            Tell(book.GrantOf(key));
        }
    }

    private void OnTold(ToHostedSlot told)
    {
        if (hosted.Find(told.Slot) is { } known)
        {
            known.Forward(told);
        }
        else if (told is { Context: { } context, Number: 1 } && !book.IsDraining)
        {
            var calls = new HostedCalls();
            var slot = Context.Watch(Context.ActorOf(HostedSlotActor.Props(told.Slot, Sender, settings, context, calls), told.Slot));
            var key = KeyOf(Sender.Path.Parent);
            hosted.Add(told.Slot, slot, key, context.RunId, Sender.Path.Address, calls);
            Note(key);
            slot.Forward(told);
        }
        else
        {
            Sender.Tell(new SlotGone(told.Slot));
        }
    }

    private void OnAdopted(IActorRef peer)
    {
        var before = hosted.RunOf(Sender);
        hosted.Move(Sender, KeyOf(peer.Path.Parent), peer.Path.Address);
        Note(before);
        Note(KeyOf(peer.Path.Parent));
    }

    private void OnTerminated(IActorRef ended)
    {
        if (hosted.Remove(ended) is { } run)
        {
            Note(run);
        }
        else if (keys.Remove(ended, out var key))
        {
            Forget(key, ended);
        }
        else
        {
            watchers.Remove(ended);
        }
    }

    // Another run may be in its place already, which it has left.
    private void Forget(string key, IActorRef run)
    {
        if (runs.TryGetValue(key, out var known) && known.Equals(run))
        {
            runs.Remove(key);
            book.Forget(key);
            Note(key);
        }
    }

    private string Know(IActorRef run)
    {
        if (!keys.TryGetValue(run, out var key))
        {
            keys.Add(Context.Watch(run), key = KeyOf(run.Path));
        }

        return key;
    }

    private void Note(string key) => book.Note(key, hosted.CountOf(key));

    // A body that has called tasks mostly waits for them: others run meanwhile.
    private void NoteWaiting()
    {
        foreach (var (run, bodies) in hosted.Waiting())
        {
            book.Waiting(run, bodies);
        }
    }

    private void Tell(Grant grant)
    {
        if (runs.TryGetValue(grant.RunKey, out var run))
        {
            run.Tell(new SlotsGranted(settings.Node, grant.Slots, grant.Version, grant.WishVersion));
        }
    }

    private void Report(IEnumerable<IActorRef> to)
    {
        var report = Report();
        foreach (var watcher in to)
        {
            watcher.Tell(report);
        }
    }

    private GateReport Report()
    {
        var load = book.Load;
        return new GateReport(settings.Node, load.Capacity, load.Free, load.IsDraining, settings.Tasks);
    }

    // A run's slots are its children.
    private static string KeyOf(ActorPath run) => run.ToStringWithAddress();

    private sealed record Reports
    {
        internal static readonly Reports Instance = new();
    }
}

/// <summary>To the gate of a node that leaves: grant nothing more, and let what runs finish. Answered by <see cref="GateDrained"/>.</summary>
internal sealed record DrainGate : IFlyteMessage
{
    internal static readonly DrainGate Instance = new();
}

/// <summary>Nothing runs here for other nodes any more.</summary>
internal sealed record GateDrained : IFlyteMessage
{
    internal static readonly GateDrained Instance = new();
}
