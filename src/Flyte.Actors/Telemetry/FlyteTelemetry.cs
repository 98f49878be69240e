using System.Diagnostics;

namespace Flyte.Actors;

/// <summary>Where the spans and the measurements of runs and tasks come from.</summary>
/// <remarks>
/// <para>
/// With OpenTelemetry: <c>AddSource(FlyteTelemetry.SourceName)</c> for spans. There is a span <c>run {task}</c> for each map and each run that is
/// waited for, <c>submit {task}</c> for one that is not, and <c>task {task}</c> for each attempt at an item, on the node that executes it,
/// with the tags <c>flyte.task</c>, <c>flyte.run.id</c>, <c>flyte.item.index</c>, <c>flyte.attempt</c>, <c>flyte.node</c>, and
/// <c>error.type</c> for one that failed: the error's code.
/// </para>
/// <para>
/// <c>AddMeter(FlyteTelemetry.SourceName)</c> for metrics: <c>flyte.items</c> counts the items that have ended, by task and outcome;
/// <c>flyte.items.queued</c>, <c>flyte.items.running</c> and <c>flyte.items.retrying</c> are those that have not; <c>flyte.lease.duration</c> and
/// <c>flyte.commit.duration</c> say in seconds how long bodies and the journal take, <c>flyte.commit.items</c> and <c>flyte.commit.size</c> how
/// much is recorded at once, <c>flyte.journal.lag</c> how much waits for that; <c>flyte.runs</c> are the root runs in memory by phase,
/// <c>flyte.slots</c> and <c>flyte.slots.used</c> the slots of a node of a cluster. Nothing is measured while nobody listens.
/// </para>
/// </remarks>
public static class FlyteTelemetry
{
    /// <summary>The name of the source of all spans, and of the meter of all metrics: <c>Flyte.Actors</c>.</summary>
    public const string SourceName = "Flyte.Actors";

    internal static ActivitySource Source { get; } = new(SourceName, Version);

    internal static string Version => typeof(FlyteTelemetry).Assembly.GetName().Version!.ToString(3);
}
