using Akka.Actor;
using Akka.Cluster.Sharding;
using Flyte.Actors.Client;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Cluster;

/// <summary>What makes a runtime one of a cluster: its picture of the others, its gate, and its part of the recorded runs.</summary>
internal sealed class ClusterMember
{
    private const string TypeName = "flyte-runs";

    // What stops at once when it is told to.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    private readonly ExtendedActorSystem system;
    private readonly FlyteCluster cluster;
    private readonly PlacesSettings places;
    private readonly FarTasks far;
    private IActorRef gate = ActorRefs.Nobody;

    internal ClusterMember(ExtendedActorSystem system, FlyteCluster cluster, TaskRegistry registry, PayloadLimits limits, RuntimeGauges gauges)
    {
        ClusterNode.Demand(system, cluster);
        (this.system, this.cluster) = (system, cluster);
        Node = ItemNodes.NameOf(Akka.Cluster.Cluster.Get(system).SelfAddress);
        var (nodes, executes) = (new ItemNodes(Node), cluster.Roles.HasFlag(NodeRoles.Items));
        far = new FarTasks(registry);
        Board = system.SystemActorOf(NodeBoardActor.Props(nodes, far), "flyte-board");
        Nodes = new ClusterNodes(Akka.Cluster.Cluster.Get(system), nodes, far, () => gauges.Busy);
        gauges.Slots = () => SlotsOf(nodes.Now.Find(Node));
        places = new PlacesSettings(nodes, Board, task => executes && (task.Length == 0 || registry.Knows(task)), limits, system.Scheduler);
    }

    /// <summary>How long the bodies of a run may go on here that goes on elsewhere: it has gone before the hand-off takes too long.</summary>
    internal TimeSpan LeavingGrace => cluster.DrainGrace < ClusterConfig.HandOff / 2 ? cluster.DrainGrace : ClusterConfig.HandOff / 2;

    /// <summary>The name of this node.</summary>
    internal string Node { get; }

    /// <summary>The nodes that there are, and what they have said of themselves.</summary>
    internal INodes Nodes { get; }

    /// <summary>Knows the other nodes, and lists the recorded runs from where they are listed.</summary>
    internal IActorRef Board { get; }

    /// <summary>The door to the recorded runs of the cluster.</summary>
    internal IActorRef Runs { get; private set; } = ActorRefs.Nobody;

    /// <summary>Whether only other nodes have a task.</summary>
    internal bool KnowsFar(string task) => far.Find(task) is not null;

    /// <summary>Where the items of a run of this node may be executed.</summary>
    internal ISlotPlaces PlacesOf(RunSpec spec, Props item, IActorRef run, IActorRef tree) => new RunPlaces(places, spec, item, run, tree);

    /// <summary>Begins to hold recorded runs, if it is of that role, and opens the door to them.</summary>
    internal void StartRuns(RunSettings settings)
    {
        var sharding = ClusterSharding.Get(system);
        if (!cluster.Roles.HasFlag(NodeRoles.Runs))
        {
            Runs = sharding.StartProxy(TypeName, ClusterNames.RunsRole, new RunExtractor(cluster.Shards));
            return;
        }

        var house = system.SystemActorOf(RunHouseActor.Props(settings.Recording!), RunHouseActor.Name);
        var host = new ShardedTreeHost(house);
        var own = system.Settings.Config.GetConfig(ClusterConfig.Sharding).WithFallback(system.Settings.Config.GetConfig("akka.cluster.sharding"));
        Runs = sharding.Start(
            TypeName,
            root => RunTreeActor.Props(new RunId(root), settings, host, WriterStart.Recover),
            ClusterShardingSettings.Create(own, system.Settings.Config.GetConfig("akka.cluster.singleton")),
            new RunExtractor(cluster.Shards),
            ShardAllocationStrategy.LeastShardAllocationStrategy(absoluteLimit: 10, relativeLimit: 0.2),
            HandOffTree.Instance);
        house.Tell(new RegionIsUp(Runs));
        system.SystemActorOf(DeathReporter.Props(settings.Recording!.BlackBox, Runs), DeathReporter.Name);
    }

    /// <summary>Begins to execute items for runs of any node, if it is of that role.</summary>
    internal void StartGate(RunSettings settings, IReadOnlyCollection<TaskDefinition> tasks)
    {
        if (cluster.Roles.HasFlag(NodeRoles.Items))
        {
            var gateSettings = new GateSettings(
                Node, cluster.Slots, cluster.CpuSlots, cluster.CancelWhenLost, [.. tasks.Select(task => task.Name)],
                (context, notice) => ItemActor.Props(HostOf(context, settings with { Runners = notice(settings.Runners) })))
            {
                Describe = wanted => TaskDescriptions.Of(tasks, wanted),
                CpuTasks = [.. tasks.Where(task => !task.IsAsync).Select(task => task.Name)],
                Deaths = run => settings.Recording is { } recording ? DeathReporter.Of(recording.BlackBox, run) : [],
            };
            gate = system.SystemActorOf(GateActor.Props(gateSettings), GateActor.Name);
        }
    }

    /// <summary>
    /// Whether the others have given this node up, or it them: they go on with its work, and nothing that happens here counts any more.
    /// </summary>
    internal bool IsParted => CoordinatedShutdown.Get(system).ShutdownReason is NodeEnding.Quarantined or CoordinatedShutdown.ClusterDowningReason;

    /// <summary>
    /// Ends what is executed here for other nodes: when it is done, if the node leaves, and at once, with the runs that are here, if it
    /// is parted from them. Bodies that go on hear later that the runtime stops, and then it is recorded of no item.
    /// </summary>
    internal async Task EndAsync()
    {
        if (IsParted)
        {
            await Task.WhenAll(StopAsync(cluster.Roles.HasFlag(NodeRoles.Runs) ? Runs : ActorRefs.Nobody), StopAsync(gate)).ConfigureAwait(false);
        }
        else if (!gate.IsNobody())
        {
            await DrainAsync().ConfigureAwait(false);
            await StopAsync(gate).ConfigureAwait(false);
        }
    }

    // What has not ended by then is cancelled with the gate, and run again elsewhere.
    private async Task DrainAsync()
    {
        try
        {
            await gate.Ask<GateDrained>(DrainGate.Instance, cluster.DrainGrace).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
        }
    }

    private static async Task StopAsync(IActorRef actor)
    {
        try
        {
            await (actor.IsNobody() ? Task.CompletedTask : actor.GracefulStop(LongestStop)).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // The system stops it later.
        }
    }

    private static IReadOnlyList<SlotGauge> SlotsOf(ItemNode? node) => node is null
        ? []
        : [new SlotGauge(node.Node, "async", node.Capacity, node.Capacity - node.Free), .. node.Cpu is { } cpu ? [new SlotGauge(node.Node, "cpu", cpu.Capacity, cpu.Capacity - cpu.Free)] : Array.Empty<SlotGauge>()];

    private LeaseHost HostOf(SlotContext context, RunSettings settings) => new(
        context.RunId, Node, context.Tree ?? Runs, settings.Runners, settings.Pool, settings.Grace, settings.FindTask, context.IsRecorded, places.Limits, BlackBox: null, context.Trace)
    { Logs = settings.Logs };
}
