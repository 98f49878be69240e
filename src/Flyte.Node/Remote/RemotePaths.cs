using System.Globalization;
using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Remote;

/// <summary>The paths of the web API, below its base.</summary>
internal static class RemotePaths
{
    internal const int MostRuns = 1000;

    internal static string Run(string id) => $"/runs/{Uri.EscapeDataString(id)}";

    internal static string Task(string name) => $"/tasks/{Uri.EscapeDataString(name)}";

    internal static string Runs(RunQuery query, int limit, string? after) => $"/runs{Query(
    [
        ("phase", query.Phase is { } phase ? PhaseText.Of(phase) : null),
        ("task", query.Task),
        ("name", query.Name),
        .. (query.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(label => ("label", (string?)$"{label.Key}={label.Value}")),
        ("after", after),
        ("limit", Number(Math.Min(limit, MostRuns))),
    ])}";

    internal static string Items(string id, ItemQuery query) => $"{Run(id)}/items{Query(
    [
        ("phase", query.Phase is { } phase ? PhaseText.Of(phase) : null),
        ("from", Number(query.From)),
        ("limit", Number(query.Limit)),
    ])}";

    internal static string Children(string id, ChildQuery query) => $"{Run(id)}/children{Query(
    [
        ("item", query.Item is { } item ? Number(item) : null),
        ("after", query.After),
        ("limit", Number(query.Limit)),
    ])}";

    internal static string Results(string id, bool asCompleted, int from) => $"{Run(id)}/results{Query([("order", asCompleted ? "completed" : "inputs"), ("from", Number(from))])}";

    /// <summary>The start of a run whose inputs are streamed.</summary>
    internal static string Start(Runs.RunOrder order, string id) => $"/runs{Query(
    [
        ("task", order.Task),
        ("id", id),
        ("name", order.Naming.Name),
        .. order.Naming.Labels.Select(label => ("label", (string?)$"{label.Key}={label.Value}")),
        ("concurrency", Number(order.Concurrency)),
        ("failFast", order.FailFast ? "true" : "false"),
    ])}";

    private static string Query(IEnumerable<(string Name, string? Value)> parameters) =>
        string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")) is { Length: > 0 } query ? $"?{query}" : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
