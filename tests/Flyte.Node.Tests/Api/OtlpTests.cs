using System.Net;
using Flyte.Actors;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Commands;
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
    public async Task A_node_without_a_web_interface_sends_them_too()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var directory = new TempDirectory();
        directory.Write("node.json", $$"""{ "runtime": { "store": "memory" }, "web": { "listen": "none" }, "telemetry": { "otlpEndpoint": "{{collector.Address}}" } }""");
        using var stop = new CancellationTokenSource();
        var console = new TestConsole { Directory = directory.Path, Interrupted = stop.Token };
        var env = new TaskEnvironment("cellar");
        var count = env.Task("count", (int bottles, TaskContext context) =>
        {
            context.Logger.LogWarning("counts {Bottles}", bottles);
            return bottles;
        });
        var started = new TaskCompletionSource<FlyteRuntime>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var runtime = new RuntimeSource([env], async (options, environments, cancellation) =>
        {
            var node = await FlyteRuntime.StartAsync(options, environments, cancellation);
            started.SetResult(node);
            return node;
        });

        var serving = NodeApp.RunAsync(["serve", "--config", "node.json"], console.Open(), runtime);
        Assert.Equal(12, await (await started.Task.Soon()).RunAsync(count, 12, new RunOptions { Id = "dark-run" }).Soon());
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Done, await serving.Soon());
        Has(collector.Received(OtlpCollector.Traces), "task cellar.count", "dark-run");
        Has(collector.Received(OtlpCollector.Metrics), "flyte.items", "cellar.count");
        Has(collector.Received(OtlpCollector.Logs), "cellar.count", "counts", "RunId", "dark-run");
        Assert.Contains("warning: run dark-run item 0: counts 12", console.Error, StringComparison.Ordinal);
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
