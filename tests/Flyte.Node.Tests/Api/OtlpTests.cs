using System.Net;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Tests.Api;

/// <summary>What a node sends to a collector; the last of it when it stops.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_of_its_runs_arrive()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var env = new TaskEnvironment("depot");
        env.Task("weigh", (int kilos, TaskContext context) =>
        {
            context.Logger.LogInformation("weighs {Kilos}", kilos);
            return kilos;
        });
        var telemetry = new TelemetrySettings { OtlpEndpoint = collector.Address, ServiceName = "weighbridge" };
        await using (var node = await ApiNode.StartAsync(new WebSettings(), new FlyteOptions(), telemetry, env))
        {
            Assert.Equal(HttpStatusCode.Created, (await node.PostAsync("/runs", new { task = "depot.weigh", inputs = new[] { 4711 }, id = "sent-run" })).Status);
            await node.UntilAsync("sent-run", run => run.EndedAt is not null);
            Assert.Contains("info: run sent-run item 0: weighs 4711", node.Console.Error, StringComparison.Ordinal);
        }

        Has(collector.Received(OtlpCollector.Traces), "weighbridge", "POST", "/api/v1/runs", "submit depot.weigh", "task depot.weigh", "flyte.item.index", "sent-run");
        Has(collector.Received(OtlpCollector.Metrics), "weighbridge", "flyte.items", "depot.weigh", "flyte.outcome", "http.server.request.duration");
        Has(collector.Received(OtlpCollector.Logs), "weighbridge", "depot.weigh", "weighs", "Kilos", "RunId", "sent-run", "Item", "Attempt");
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_sent()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var node = await ApiNode.StartAsync(TestTasks.Create()))
        {
            await node.PostAsync("/runs", new { task = "test.double", input = 1, id = "kept" });
            await node.UntilAsync("kept", run => run.EndedAt is not null);
        }

        Assert.All([OtlpCollector.Traces, OtlpCollector.Metrics, OtlpCollector.Logs], path => Assert.Equal("", collector.Received(path)));
    }

    private static void Has(string received, params string[] names) =>
        Assert.All(names, name => Assert.True(received.Contains(name, StringComparison.Ordinal), $"There is no '{name}' in: {received}"));
}
