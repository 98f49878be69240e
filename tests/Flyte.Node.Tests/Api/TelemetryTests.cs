using System.Net;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>What a node tells others of what it does.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Prometheus_finds_what_was_run()
    {
        await using var node = await ApiNode.StartAsync(new WebSettings(), new FlyteOptions(), new TelemetrySettings { Prometheus = true }, TestTasks.Create());
        await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, 2, -3 }, id = "m" });
        await node.UntilAsync("m", run => run.EndedAt is not null);

        var metrics = await node.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Matches("flyte_items_total{[^}]*flyte_outcome=\"failed\"[^}]*flyte_task=\"test.double\"[^}]*} [1-9]|flyte_items_total{[^}]*flyte_task=\"test.double\"[^}]*flyte_outcome=\"failed\"[^}]*} [1-9]", metrics);
        Assert.Contains("http_server_request_duration", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_setting_there_are_none()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        using var answer = await node.Http.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("ftp://collector")]
    [InlineData("")]
    public void What_is_no_address_of_a_collector_is_refused(string endpoint) =>
        Assert.Contains("is no address", Assert.Throws<ArgumentException>(() => new TelemetrySettings { OtlpEndpoint = endpoint }).Message, StringComparison.Ordinal);
}
