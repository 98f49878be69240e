using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Flyte.Node.Api;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Dashboard;
using Flyte.Node.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Service;

/// <summary>The web interface of a node: it is there before the runtime, to tell how far that is, and ends after it.</summary>
internal sealed class NodeWeb : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly WebApplication app;

    private NodeWeb(WebApplication app) => this.app = app;

    /// <summary>Where it is reached.</summary>
    internal string Address => app.Urls.First();

    /// <summary>Where what is logged goes, by OTLP too where that is set.</summary>
    internal ILoggerFactory Loggers => app.Services.GetRequiredService<ILoggerFactory>();

    /// <summary>Starts it.</summary>
    /// <param name="settings">Where, and who is let in.</param>
    /// <param name="telemetry">What the process tells of what it does, also where there is no web interface.</param>
    /// <param name="node">What requests are carried out by.</param>
    /// <param name="console">Where the program says what a person should know.</param>
    /// <exception cref="UsageException">It cannot be reached there, or would be by everybody.</exception>
    internal static async Task<NodeWeb> StartAsync(WebSettings settings, TelemetrySettings telemetry, NodeState node, NodeConsole console)
    {
        var endPoint = WebEndPoint.Of(settings);
        var certificate = WebEndPoint.Certificate(settings, console.Directory);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(NodeWeb).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        NodeLog.Configure(builder.Logging, console);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, endPoint, certificate, settings));
        AddServices(builder.Services, settings, node, console);
        NodeTelemetry.Add(builder.Services, builder.Logging, telemetry, $"{Environment.MachineName}:{endPoint.Port}");
        var web = builder.Build();
        Use(web, settings);
        NodeTelemetry.Use(web, telemetry);
        try
        {
            await web.StartAsync(console.Interrupted).ConfigureAwait(false);
            return new NodeWeb(web);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new UsageException(
                $"The web interface cannot listen on {endPoint}: {e.InnerException?.Message ?? e.Message}",
                $"Give another port by --web, or --web {WebSettings.Nowhere} for no web interface.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LongestEnd);
        await app.StopAsync(limit.Token).ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint endPoint, (X509Certificate2 Own, X509Certificate2Collection All)? certificate, WebSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Listen(endPoint, listen =>
        {
            if (certificate is { } known)
            {
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = known);
            }
        });
    }

    private static void AddServices(IServiceCollection services, WebSettings settings, NodeState node, NodeConsole console)
    {
        services.AddSingleton(settings).AddSingleton(node).AddSingleton(console.Time);
        services.ConfigureHttpJsonOptions(json => DocumentJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ApiProblems.Complete).AddExceptionHandler<ApiProblems>();
        services.AddRequestTimeouts(timeouts => timeouts.AddPolicy(RequestLimit.Policy, RequestLimit.Of(settings)));
        services.AddOpenApi("v1", ApiDescription.Configure);
        services.AddHealthChecks().AddCheck<NodeReadiness>(NodeReadiness.Name);
    }

    private static void Use(WebApplication app, WebSettings settings)
    {
        app.UseExceptionHandler();
        app.UseMiddleware<ApiAccess>(settings);
        app.UseRequestTimeouts();
        app.UseStatusCodePages();
        app.MapApi();
        app.MapDashboard();
        app.MapOpenApi();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = NodeReadiness.WriteAsync });
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = NodeReadiness.WriteAsync });
    }
}
