using System.Diagnostics;

namespace Flyte.Actors;

/// <summary>Where the spans of runs and tasks come from.</summary>
/// <remarks>
/// With OpenTelemetry: <c>AddSource(FlyteTelemetry.SourceName)</c>. There is a span <c>run {task}</c> for each map and each run that is
/// waited for, <c>submit {task}</c> for one that is not, and <c>task {task}</c> for each attempt at an item, on the node that executes it,
/// with the tags <c>flyte.task</c>, <c>flyte.run.id</c>, <c>flyte.item.index</c>, <c>flyte.attempt</c>, <c>flyte.node</c>, and
/// <c>error.type</c> for one that failed: the error's code.
/// </remarks>
public static class FlyteTelemetry
{
    /// <summary>The name of the source of all spans, <c>Flyte.Actors</c>.</summary>
    public const string SourceName = "Flyte.Actors";

    internal static ActivitySource Source { get; } = new(SourceName, typeof(FlyteTelemetry).Assembly.GetName().Version!.ToString(3));
}
