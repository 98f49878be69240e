using Flyte.Node.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Flyte.Node.Service;

/// <summary>What the node tells of what it does where it has no web interface; that has nothing for Prometheus to fetch.</summary>
internal sealed class NodeExport : IAsyncDisposable
{
    private readonly ServiceProvider services;

    internal NodeExport(TelemetrySettings settings, NodeConsole console)
    {
        var all = new ServiceCollection();
        all.AddLogging(logging =>
        {
            NodeLog.Configure(logging, console);
            NodeTelemetry.Add(all, logging, settings with { Prometheus = false }, Environment.MachineName);
        });
        services = all.BuildServiceProvider();

        // In a web application its host does that.
        _ = services.GetService<MeterProvider>();
        _ = services.GetService<TracerProvider>();
    }

    /// <summary>Where what is logged goes, by OTLP too where that is set.</summary>
    internal ILoggerFactory Loggers => services.GetRequiredService<ILoggerFactory>();

    /// <summary>Sends the last of it.</summary>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
