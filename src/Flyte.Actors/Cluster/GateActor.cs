using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// A node's gate: it grants the node's slots to runs, wherever they are, and hosts the slots that they open. Its decisions are
/// those of its <see cref="GateBooks"/>.
/// </summary>
internal sealed class GateActor(GateSettings settings) : UntypedActor, IWithTimers
{
    internal const string Name = "flyte-gate";

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly GateBooks books = new(settings.Slots, settings.CpuSlots, Context.System.Scheduler.Now.UtcTicks);
    private readonly HostedSlots hosted = new();
    private readonly Dictionary<IActorRef, string> keys = [];
    private readonly Dictionary<string, IActorRef> runs = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> watchers = [];
    private readonly Dictionary<string, int> beside = new(StringComparer.Ordinal);
    private IActorRef drainer = ActorRefs.Nobody;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(GateSettings settings) => ActorProps.Of(() => new GateActor(settings));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        cluster.Subscribe(Self, typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(nameof(Reports), Reports.Instance, PlanRhythm.BetweenReports);
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SlotsWished wish:
                OnWish(wish);
                break;
            case SlotsBeside used:
                beside[Know(Sender)] = used.Count;
                Note(Know(Sender));
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
            case DescribeTasks describe:
                Describe(describe, Sender);
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
                books.Drain();
                hosted.All.ForEach(slot => slot.Tell(message));
                Report(watchers);
                break;
            case Terminated ended:
                OnTerminated(ended.ActorRef);
                break;
        }

        foreach (var grant in books.TakeChanges())
        {
            Tell(grant);
        }

        if (!drainer.IsNobody() && hosted.All.Count == 0)
        {
            drainer.Tell(GateDrained.Instance);
            drainer = ActorRefs.Nobody;
        }
    }

    // Schemas are made from types when they are first asked for, which takes its time.
    private void Describe(DescribeTasks order, IActorRef asker)
    {
        var gate = Self;
        _ = Task.Run(() => settings.Describe(order.Tasks).ToList().ForEach(described => asker.Tell(described, gate)));
    }

    private void OnWish(SlotsWished wish)
    {
        var key = Know(Sender);
        runs[key] = Sender;
        var book = books.Of(key, settings.CpuTasks.Contains(wish.Task, StringComparer.Ordinal), InUse(key));
        if (!book.Wish(key, wish.Slots, wish.Version, wish.NeedsOne, wish.Has))
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
        else if (told is { Context: { } context, Number: 1 } && !books.IsDraining)
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
            beside.Remove(key);
            books.Forget(key, InUse(key));
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

    private void Note(string key) => books.Note(key, InUse(key), isLost: !runs.ContainsKey(key));

    private int InUse(string key) => hosted.CountOf(key) + beside.GetValueOrDefault(key);

    // A body that has called tasks mostly waits for them: others run meanwhile.
    private void NoteWaiting()
    {
        foreach (var (run, bodies) in hosted.Waiting())
        {
            books.Of(run).Waiting(run, bodies);
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
        var (load, cpu) = (books.Load, books.CpuLoad);
        return new GateReport(
            settings.Node, load.Capacity, load.Free, load.IsDraining, settings.Tasks, load.Fair, new CpuReport(cpu.Capacity, cpu.Free, cpu.Fair, settings.CpuTasks), Describes: true);
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
