using Flyte.Node.Output;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Flyte.Node.Service;

/// <summary>Whether the node can be given work: its runtime is up and in its cluster, its store answers, and it is not on its way out.</summary>
internal sealed class NodeReadiness(NodeState node) : IHealthCheck
{
    internal const string Name = "node";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (node.Phase != NodePhase.Up || node.Runtime is not { } runtime)
        {
            return HealthCheckResult.Unhealthy($"The node is {PhaseText.Of(node.Phase)}.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await runtime.CheckAsync(limit.Token).ConfigureAwait(false) is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The store, or the node that was asked, has not answered for {Patience.TotalSeconds:0} s.");
        }
    }

    internal static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthDocument(report.Status == HealthStatus.Healthy ? "ok" : "unavailable", report.Entries.Values.Select(entry => entry.Description).FirstOrDefault(text => text is not null)),
        context.RequestAborted);
}

/// <summary>How a node is.</summary>
/// <param name="Status">ok, or unavailable.</param>
/// <param name="Reason">Why it is not ok.</param>
internal sealed record HealthDocument(string Status, string? Reason);
