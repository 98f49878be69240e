using System.Reflection;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Flyte.Node.Service;

/// <summary>What the node measures and traces goes where its settings say. The library knows of none of it.</summary>
internal static class NodeTelemetry
{
    private const string MetricsPath = "/metrics";

    // What .NET measures of itself.
    private static readonly string[] Meters =
        [FlyteTelemetry.SourceName, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    internal static void Add(IServiceCollection services, ILoggingBuilder logging, TelemetrySettings settings, string instance)
    {
        if (settings.IsOff)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName, serviceVersion: Version, serviceInstanceId: instance))
            .WithMetrics(metrics => Measure(metrics.AddMeter(Meters), settings));
        if (settings.OtlpEndpoint is not null)
        {
            // Otherwise the span of a request says neither its method nor its path.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
            services.AddOpenTelemetry().WithTracing(traces => traces.AddSource(FlyteTelemetry.SourceName, "Microsoft.AspNetCore").AddOtlpExporter(To(settings)));
            logging.AddOpenTelemetry(log =>
            {
                log.IncludeScopes = true;
                log.AddOtlpExporter(To(settings));
            });
        }
    }

    internal static void Use(WebApplication app, TelemetrySettings settings)
    {
        if (settings.Prometheus)
        {
            app.MapPrometheusScrapingEndpoint(MetricsPath);
        }
    }

    private static string? Version => typeof(NodeTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        if (settings.Prometheus)
        {
            metrics.AddPrometheusExporter();
        }

        if (settings.OtlpEndpoint is not null)
        {
            metrics.AddOtlpExporter(To(settings));
        }
    }

    private static Action<OtlpExporterOptions> To(TelemetrySettings settings) => exporter => exporter.Endpoint = new Uri(settings.OtlpEndpoint!);
}
