using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Tests.Support;

/// <summary>
/// A collector of what is sent by OTLP over gRPC, as far as the sender notices. It understands nothing of it: names and texts stand in
/// protobuf as they are.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    internal const string Traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    internal const string Metrics = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    internal const string Logs = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    // A message without compression, of no bytes.
    private static readonly byte[] Accepted = [0, 0, 0, 0, 0];

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Text)> received = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        app = builder.Build();
        app.Run(ReceiveAsync);
    }

    internal string Address => app.Urls.First();

    internal static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>All that has come by a path, one after the other.</summary>
    internal string Received(string path) => string.Join('\n', received.Where(sent => sent.Path == path).Select(sent => sent.Text));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(Accepted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
