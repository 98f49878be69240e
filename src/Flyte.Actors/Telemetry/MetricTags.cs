namespace Flyte.Actors.Telemetry;

/// <summary>What measurements say of what they are of.</summary>
internal static class MetricTags
{
    internal const string Outcome = "flyte.outcome";
    internal const string Phase = "flyte.phase";
    internal const string Node = "flyte.node";
    internal const string Kind = "flyte.slot.kind";

    private const string Task = "flyte.task";

    /// <summary>The task; <c>calls</c> where a run is of single calls, of any tasks.</summary>
    internal static KeyValuePair<string, object?> OfTask(string task) => new(Task, task.Length == 0 ? "calls" : task);
}
