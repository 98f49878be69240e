using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Where nodes ask each other for their facts. It leads this node into the cluster, unless the system does that itself, and out of
/// it, when it does not belong there.
/// </summary>
internal sealed class NodeDoor : UntypedActor, IWithTimers
{
    internal const string Name = "flyte-door";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FlyteCluster settings;
    private readonly NodeFacts facts;
    private readonly OpenStore? store;
    private readonly TaskCompletionSource up;
    private readonly Akka.Cluster.Cluster cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly SeedWalk? walk;
    private readonly SeedReport report;
    private string? member;
    private bool isLooking;

    public NodeDoor(FlyteCluster settings, bool forms, OpenStore? store, TaskCompletionSource up)
    {
        (this.settings, this.store, this.up) = (settings, store, up);
        facts = NodeFacts.Of(settings);
        walk = forms ? new SeedWalk(settings.SeedNodes, SeedProbe.Of(cluster.SelfAddress)) : null;
        report = new SeedReport(settings, cluster.SelfAddress.System, log);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsMember => cluster.SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving;

    internal static Props Props(FlyteCluster settings, bool forms, OpenStore? store, TaskCompletionSource up) =>
        ActorProps.Of(() => new NodeDoor(settings, forms, store, up));

    protected override void PreStart()
    {
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        if (walk is not null)
        {
            Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
            Timers.StartPeriodicTimer(Turn.Next, Turn.Next, TimeSpan.Zero, Pause);
            Timers.StartPeriodicTimer(Turn.Report, Turn.Report, settings.ReportPause, settings.ReportPause);
        }
    }

    protected override void PostStop()
    {
        cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
        if (CoordinatedShutdown.Get(Context.System).ShutdownReason is { ExitCode: TlsRefusals.ExitCode })
        {
            up.TrySetException(new FlyteClusterException(TlsRefusals.Of(Context.System)));
        }

        up.TrySetCanceled();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskFacts:
                Sender.Tell(new TellFacts(facts, IsMember));
                break;
            case TellFacts told:
                OnTold(told, Sender.Path.Address);
                break;
            case Turn.Next:
                Walk();
                break;
            case Turn.Report:
                _ = report.SayAsync(walk!, member);
                break;
            case Looked looked:
                OnLooked(looked);
                break;
            case Turn.AskAgain:
                AskMembers();
                break;
            case Turn.Look:
                OnUp();
                break;
            case ClusterEvent.MemberUp change when change.Member.UniqueAddress == cluster.SelfUniqueAddress:
                OnUp();
                break;
            case AssociationErrorEvent error when !error.IsInbound:
                walk?.OnError(SeedProbe.Of(error.RemoteAddress), error.Cause);
                break;
            case ThisActorSystemQuarantinedEvent quarantined when IsGivenUpBy(quarantined.RemoteAddress):
                log.Error("{0} has given this node up and does not talk to it any more: this node ends, and has to be started again.", quarantined.RemoteAddress);
                _ = CoordinatedShutdown.Get(Context.System).Run(new NodeEnding.Quarantined(SeedProbe.Of(quarantined.RemoteAddress).ToString()));
                break;
        }
    }

    private void Walk()
    {
        foreach (var seed in walk!.Others)
        {
            Ask(new Address(cluster.SelfAddress.Protocol, cluster.SelfAddress.System, seed.Host, seed.Port));
        }

        if (!isLooking && walk.WouldFound(Context.System.Scheduler.MonotonicClock))
        {
            isLooking = true;
            _ = LookAsync().PipeTo(Self);
        }
    }

    // Where nobody answers there may be a cluster all the same, from which this node is cut off: two on one database would be two masters.
    private async Task<Looked> LookAsync()
    {
        try
        {
            return new Looked(store is null ? null : await store.FindMemberAsync().ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Whatever keeps the database from saying so: it is asked again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Looked($"nobody knows who, since {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private void OnLooked(Looked looked)
    {
        (isLooking, member) = (false, looked.Member);
        if (member is null && !IsMember && walk!.WouldFound(Context.System.Scheduler.MonotonicClock) && walk.Joins(Context.System.Scheduler.MonotonicClock))
        {
            cluster.Join(cluster.SelfAddress);
        }
    }

    private void OnTold(TellFacts told, Address from)
    {
        var difference = facts.DifferenceTo(told.Facts);
        if (!IsMember && walk is not null)
        {
            walk.OnAnswer(SeedProbe.Of(from), told.IsMember);
            if (told.IsMember && difference is not null)
            {
                Refuse(from, difference);
            }
            else if (told.IsMember && walk.Joins(Context.System.Scheduler.MonotonicClock))
            {
                cluster.Join(from);
            }
        }
        else if (difference is not null && cluster.State.Members.FirstOrDefault(m => m.Address == from) is { } other && other.IsOlderThan(cluster.SelfMember))
        {
            Refuse(from, difference);
        }
    }

    // Only the one that let this node in has been asked before, and none where the system has seed nodes of its own.
    private void OnUp()
    {
        Timers.CancelAll();
        if (!cluster.State.Members.Any(m => m.UniqueAddress == cluster.SelfUniqueAddress && m.Status == MemberStatus.Up))
        {
            // What others see of the cluster is behind what its events say.
            Timers.StartSingleTimer(Turn.Look, Turn.Look, Glance);
            return;
        }

        store?.SetMember();
        up.TrySetResult();
        AskMembers();
        Timers.StartSingleTimer(Turn.AskAgain, Turn.AskAgain, Pause);
    }

    private void AskMembers()
    {
        foreach (var other in cluster.State.Members.Where(m => m.UniqueAddress != cluster.SelfUniqueAddress))
        {
            Ask(other.Address);
        }
    }

    private void Ask(Address node) => Context.ActorSelection(new RootActorPath(node) / "system" / Name).Tell(new AskFacts(facts));

    private void Refuse(Address from, string difference)
    {
        var message = $"This node cannot join the cluster '{from.System}' of {SeedProbe.Of(from)}: {difference}";
        log.Error("{0}", message);
        Timers.CancelAll();
        up.TrySetException(new FlyteClusterException(message));
        _ = CoordinatedShutdown.Get(Context.System).Run(new NodeEnding.Refused(message));
    }

    // What a client thinks of a node that works is of no weight; it is the client that has to begin again.
    private bool IsGivenUpBy(Address other) =>
        settings.Roles == NodeRoles.None || cluster.State.Members.Any(m => m.Address == other && m.HasRole(ClusterNames.NodeRole));

    /// <summary>A member of the cluster that there is already, as far as the database knows.</summary>
    private sealed record Looked(string? Member);

    private enum Turn
    {
        Next,
        Report,
        AskAgain,
        Look,
    }
}
