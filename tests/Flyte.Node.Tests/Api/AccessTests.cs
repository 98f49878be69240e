using System.Net;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Service;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>Who is let in.</summary>
public sealed class AccessTests
{
    private static readonly (string Key, ApiKey Stored) Reader = ApiKey.New("reader", ApiScope.Read);
    private static readonly (string Key, ApiKey Stored) Writer = ApiKey.New("writer", ApiScope.Write);
    private static readonly WebSettings WithKeys = new() { Keys = [Reader.Stored.ToString(), Writer.Stored.ToString()] };

    [Fact]
    public async Task A_key_opens_what_its_scope_says()
    {
        await using var node = await ApiNode.StartAsync(WithKeys, new FlyteOptions(), TestTasks.Create());
        var body = new { task = "test.double", input = 1, id = "m" };

        Assert.Equal(HttpStatusCode.Unauthorized, (await node.GetAsync("/runs")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.GetAsync("/runs", Reader.Key + "0")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.GetAsync("/runs", Reader.Stored.ToString())).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.GetAsync("/runs", Reader.Key)).Status);
        var refused = await node.PostAsync("/runs", body, Reader.Key);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("The key 'reader' is for reading only: 'POST' needs one with the scope write.", ApiNode.Reason(refused));
        Assert.Equal(HttpStatusCode.Created, (await node.PostAsync("/runs", body, Writer.Key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.GetAsync("/runs/m", Writer.Key)).Status);
    }

    [Theory]
    [InlineData("/openapi/v1.json", HttpStatusCode.Unauthorized)]
    [InlineData("/API/v1/runs", HttpStatusCode.Unauthorized)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    public async Task What_holds_nothing_of_anybodys_needs_no_key(string path, HttpStatusCode status)
    {
        await using var node = await ApiNode.StartAsync(WithKeys, new FlyteOptions(), TestTasks.Create());

        using var response = await node.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Pages_of_others_cannot_use_a_node_through_a_browser(string header, string value, HttpStatusCode status)
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs/x/abort") { Headers = { { header, value } } };

        Assert.Equal(status, (await node.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_page_of_the_node_itself_can()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs") { Headers = { { "Origin", node.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) } } };

        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    [InlineData("192.0.2.1:80")]
    public async Task Without_keys_only_this_machine_may_reach_it(string listen)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => NodeWeb.StartAsync(new WebSettings { Listen = listen }, new TelemetrySettings(), new NodeState(), new TestConsole().Open()));

        Assert.Contains("there are no keys: everybody could run and remove everything", refused.Message, StringComparison.Ordinal);
        Assert.Contains("key NAME", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_the_remedy()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        var port = node.Http.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var refused = await Assert.ThrowsAsync<UsageException>(() => NodeWeb.StartAsync(new WebSettings { Listen = port }, new TelemetrySettings(), new NodeState(), new TestConsole().Open()));

        Assert.Equal("Give another port by --web, or --web none for no web interface.", refused.Remedy);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("80.0.0.1")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("::1")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string listen) =>
        Assert.Contains("is neither a port", Assert.Throws<ArgumentException>(() => new WebSettings { Listen = listen }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("key")]
    [InlineData("a:admin:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("a:1:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("a:read:00")]
    public void What_is_no_key_is_refused_and_not_repeated(string key)
    {
        var refused = Assert.Throws<ArgumentException>(() => new WebSettings { Keys = [key] });

        Assert.DoesNotContain(key, refused.Message.Replace("key NAME", "", StringComparison.Ordinal).Replace("A key", "", StringComparison.Ordinal).Replace("key is written", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
