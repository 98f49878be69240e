using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Finds out for the new home of a run what other nodes still execute of it. Every member that executes items has to answer, or to
/// be removed: until then it may be executing some. What the run does not go on with is stopped first.
/// </summary>
internal sealed class HostedSearchActor(RunId run, IActorRef home) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(500);

    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly HashSet<UniqueAddress> silent = [];
    private readonly Dictionary<Address, int> counts = [];
    private readonly Dictionary<IActorRef, HostedIs> found = [];
    private readonly Dictionary<IActorRef, string> closing = [];
    private bool hasTold;
    private bool isReleased;
    private bool isAsking;
    private bool hasReports;

    private IActorRef Tree => ((IInternalActorRef)home).Parent;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(RunId run, IActorRef home) => ActorProps.Of(() => new HostedSearchActor(run, home));

    protected override void PreStart()
    {
        Context.Watch(home);
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Timers.StartPeriodicTimer(nameof(Repeat), Repeat.Instance, TimeSpan.Zero, BeforeRepeat);
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberRemoved removed:
                silent.Remove(removed.Member.UniqueAddress);
                break;
            case ClusterEvent.IMemberEvent { Member: { Status: not MemberStatus.Joining } member } when !hasTold && member.HasRole(ClusterNames.ItemsRole) && silent.Add(member.UniqueAddress):
                Ask(member.UniqueAddress.Address);
                return;
            case ReportDeath report:
                hasReports = true;
                Tree.Tell(report, Sender);
                return;
            case HostedCount count:
                counts[AddressOf(Sender)] = count.Count;
                break;
            case HostedIs hosted:
                found[Context.Watch(Sender)] = hosted;
                break;
            case Release release:
                isReleased = true;
                release.Slots.Where(found.ContainsKey).ToList().ForEach(slot => closing.Add(slot, found[slot].Slot));
                CloseAll();
                break;
            case Terminated ended when ended.ActorRef.Equals(home):
                Context.Stop(Self);
                return;
            case Terminated ended:
                found.Remove(ended.ActorRef);
                closing.Remove(ended.ActorRef);
                break;
            case Repeat:
                isAsking = true; // The members that there are have been told before.
                silent.Where(member => !HasAnswered(member.Address)).ToList().ForEach(member => Ask(member.Address));
                CloseAll();
                break;
        }

        GoOn();
    }

    private void GoOn()
    {
        if (!hasTold && isAsking && silent.All(member => HasAnswered(member.Address)))
        {
            hasTold = true;
            Tell(new RunningFound(found.ToDictionary(), Self));
        }
        else if (hasTold && isReleased && closing.Count == 0)
        {
            Tell(RunningCleared.Instance);
            Context.Stop(Self);
        }
    }

    // What was reported goes by the tree: nothing begins before the run has heard it.
    private void Tell(IPlaceMessage message)
    {
        if (hasReports)
        {
            Tree.Tell(new PassedOn(run, message));
        }
        else
        {
            home.Tell(message);
        }
    }

    private void CloseAll()
    {
        foreach (var (slot, name) in closing)
        {
            slot.Tell(new CloseSlot(name));
        }
    }

    private bool HasAnswered(Address address) =>
        counts.TryGetValue(address, out var count) && found.Keys.Count(slot => AddressOf(slot).Equals(address)) >= count;

    private Address AddressOf(IActorRef actor) => actor.Path.Address.Host is null ? cluster.SelfAddress : actor.Path.Address;

    private void Ask(Address member) =>
        Context.ActorSelection(new RootActorPath(member) / "system" / GateActor.Name).Tell(new FindHosted(run));

    private sealed record Repeat
    {
        internal static readonly Repeat Instance = new();
    }
}

/// <summary>To the home of a run: what other nodes execute of it. Answered by <see cref="Release"/>.</summary>
internal sealed record RunningFound(IReadOnlyDictionary<IActorRef, HostedIs> Slots, IActorRef Search) : IPlaceMessage;

/// <summary>From the home of a run: it does not go on with these; stop them. Answered by <see cref="RunningCleared"/> when they have stopped.</summary>
internal sealed record Release(IReadOnlyCollection<IActorRef> Slots) : IFlyteMessage;

/// <summary>Nothing is executed of the run any more but what it knows of.</summary>
internal sealed record RunningCleared : IPlaceMessage
{
    internal static readonly RunningCleared Instance = new();
}
