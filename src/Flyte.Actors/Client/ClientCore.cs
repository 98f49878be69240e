using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Client;

/// <summary>Where messages about root runs go.</summary>
/// <param name="Streams">About those that belong to their reader in this process.</param>
/// <param name="Runs">About those that are kept.</param>
/// <param name="List">For the list of these.</param>
internal sealed record Doors(IActorRef Streams, IActorRef Runs, IActorRef List)
{
    /// <summary>One for all.</summary>
    internal static Doors Of(IActorRef region) => new(region, region, region);

    /// <summary>Whether what is asked of a door may be answered by another node.</summary>
    internal bool LeadElsewhere(IActorRef door) =>
        door is IActorRefScope { IsLocal: false } || (!door.Equals(Streams) && (door.Equals(Runs) || door.Equals(List)));
}

/// <summary>What clients and running items need to start runs.</summary>
/// <param name="System">The actor system of the runtime.</param>
/// <param name="Doors">The doors to all root runs.</param>
/// <param name="Registry">The tasks of the runtime.</param>
/// <param name="Pool">Where sources of inputs run that may block.</param>
/// <param name="Links">All open links.</param>
/// <param name="DefaultConcurrency">The concurrency that 0 stands for.</param>
/// <param name="RunAhead">The run-ahead of maps that set none.</param>
/// <param name="Limits">How inputs are written for the journal; null when nothing is recorded.</param>
internal sealed record ClientCore(
    ActorSystem System,
    Doors Doors,
    TaskRegistry Registry,
    ElasticPool Pool,
    RunLinks Links,
    int DefaultConcurrency,
    int RunAhead,
    PayloadLimits? Limits)
{
    /// <summary>The nodes that there are, and their tasks.</summary>
    internal INodes Nodes { get; init; } = new HomeNode(Environment.MachineName, Registry, static () => 0);

    /// <summary>How often a run of another node is asked what it does not answer, while it answers others, once a second.</summary>
    internal int AskedInVain { get; init; } = 20;

    internal RunLink Link(IActorRef door, RunId id) => new(System, door, id, Links) { PageBytes = PageBytes(door) };

    /// <summary>The most bytes of a page of results, items or runs that comes by way of a door; 0 when it stays in the process.</summary>
    internal int PageBytes(IActorRef door) => Doors.LeadElsewhere(door) ? WireLimits.MaxPageBytes : 0;

    internal RunSpec Spec(MapCall call, RunId id) => new()
    {
        Id = id,
        Task = call.Task.Name,
        Options = call.Map.Tolerance is { } tolerance ? call.Options with { Tolerance = tolerance } : call.Options,
        Concurrency = call.Concurrency == 0 ? DefaultConcurrency : call.Concurrency,
        RunAhead = call.Map.RunAhead ?? RunAhead,
        FailFast = call.Map.FailFast,
        OnlyOrder = call.AsCompleted ? ReadOrder.Completed : ReadOrder.Inputs,
    };

    /// <summary>The same run for whoever comes to read it, and recorded where runs are.</summary>
    internal RunSpec Kept(RunSpec spec) => spec with { OnlyOrder = null, IsRecorded = Limits is not null };

    /// <summary>The same run for its span, or for what its caller does.</summary>
    internal static RunSpec Traced(RunSpec spec, RunSpan? span) => (span?.Context ?? TraceContext.Current) is { } trace ? spec with { Trace = trace } : spec;

    /// <summary>
    /// What is in memory already is sent in a page that lasts until the run knows how cheap its items are; a lazy source is asked
    /// for no more than the run can start with.
    /// </summary>
    internal InputFeeder Feeder(RunLink link, InputSource source, RunSpec spec)
    {
        var first = source.IsInMemory ? 2 * Grain.Max : 2 * Math.Min(spec.Concurrency, Grain.Max);
        return new InputFeeder(link, source, Pool, spec.IsRecorded || link.IsRemote ? Limits : null, spec.RunAhead == 0 ? first : Math.Min(first, spec.RunAhead))
        {
            MayBeGivenAgain = spec.Parent is null && spec.OnlyOrder is null,
        };
    }

    /// <summary>Starts a run that belongs to the one who reads it.</summary>
    internal RunFeed Feed(IActorRef door, RunSpec spec, InputSource source, ReadOrder order, CancellationToken cancellation, Action<RunFeed>? onClosed = null, bool isNew = false)
    {
        var span = RunSpan.Run(spec.Task, spec.Id.Value);
        var traced = Traced(spec, span);
        var link = Link(door, spec.Id);
        return new RunFeed(link, traced, Feeder(link, source, traced), order, isKept: spec.Parent is null && spec.OnlyOrder is null, onClosed, isNew, span, cancellation);
    }
}
