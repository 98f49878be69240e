using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// What the trees of this node report to: it keeps the list of runs, and has those go on, wherever they are, that the list finds
/// unfinished.
/// </summary>
internal sealed class RunHouseActor(Recording recording) : UntypedActor
{
    internal const string Name = "flyte-house";

    private readonly ILoggingAdapter log = Context.GetLogger();
    private IActorRef list = ActorRefs.Nobody;
    private IActorRef? resumer;
    private IActorRef region = ActorRefs.Nobody;

    internal static Props Props(Recording recording) => ActorProps.Of(() => new RunHouseActor(recording));

    protected override void PreStart() => list = Context.ActorOf(RecordedListActor.Props(recording), "list");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegionIsUp up:
                region = up.Region;
                break;
            case BeginResuming begin:
                resumer ??= Context.ActorOf(ClusterResumer.Props(recording, list, begin.Runs));
                break;
            case StopResuming when resumer is { } retired:
                Context.Stop(retired);
                resumer = null;
                break;
            case Resume:
                resumer?.Forward(message);
                break;
            case OpenTrees open:
                open.Roots.ToList().ForEach(root => region.Tell(new OpenRun(root)));
                break;
            case RunCrashed crash:
                log.Error("Run {0} was stopped by an error of the runtime itself: {1}", crash.RunId, crash.Reason);
                break;
            case ForgetRun forget:
                list.Tell(new RunRemoved(forget.RunId));
                break;
            case PurgeRun:
                region.Forward(message);
                break;
            case RunChanged or ListRuns or TreeClosed or TreeEmpty:
                list.Forward(message);
                break;
        }
    }
}

/// <summary>To the house: the door to all recorded runs of the cluster.</summary>
internal sealed record RegionIsUp(IActorRef Region) : IFlyteMessage;
