using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Runtime;

/// <summary>Makes what a body calls a part of the tree of runs.</summary>
internal interface IItemRunners
{
    ITaskRunner Create(TaskContext context, IActorRef tree);
}

/// <summary>What the leases of one run have in common.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Node">The name of this node, for errors.</param>
/// <param name="Tree">The entity that child runs are started in.</param>
/// <param name="Runners">Makes what a body calls a part of the tree.</param>
/// <param name="Pool">The threads of synchronous bodies.</param>
/// <param name="Grace">How long a body may go on after its cancellation.</param>
/// <param name="IsRecorded">Whether the run is recorded, and so is what its bodies call.</param>
/// <param name="Limits">How results are written, for the journal or for another node; null when they stay as they are.</param>
/// <param name="FindTask">The task of a name, to open inputs that have come as they are recorded.</param>
/// <param name="BlackBox">Where it is noted which bodies are running; null when the run is not recorded.</param>
/// <param name="Trace">What its items are executed for, unless their inputs say.</param>
internal sealed record LeaseHost(
    RunId RunId,
    string Node,
    IActorRef Tree,
    IItemRunners Runners,
    ElasticPool Pool,
    TimeSpan Grace,
    Func<string, TaskDefinition?> FindTask,
    bool IsRecorded,
    PayloadLimits? Limits,
    BlackBox? BlackBox,
    TraceContext? Trace)
{
    /// <summary>The logs of bodies; null where they have none.</summary>
    internal TaskLogs? Logs { get; init; }

    /// <summary>Who takes turns with others for the threads: the tree of the run as a whole.</summary>
    internal string Owner { get; } = RunId.Root;
}
