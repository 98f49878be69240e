namespace Flyte.Node.Configuration;

/// <summary>What a node tells others of what it does, below <c>telemetry</c>.</summary>
internal sealed record TelemetrySettings
{
    internal const string Group = "telemetry";

    /// <summary>Whether the web interface has the metrics at <c>/metrics</c>, for Prometheus to fetch.</summary>
    public bool Prometheus { get; init; }

    /// <summary>The address of a collector that traces, metrics and logs are sent to by OTLP over gRPC; null to send none.</summary>
    public string? OtlpEndpoint
    {
        get;
        init => field = value is null || (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            ? value
            : throw new ArgumentException($"'{value}' is no address such as http://127.0.0.1:4317.", nameof(OtlpEndpoint));
    }

    /// <summary>The name of the service in traces, metrics and logs.</summary>
    public string ServiceName
    {
        get;
        init => field = value.Trim().Length > 0 ? value.Trim() : throw new ArgumentException("A service has a name.", nameof(ServiceName));
    } = "flyte";

    internal bool IsOff => !Prometheus && OtlpEndpoint is null;
}
