using System.Net;
using System.Net.Sockets;
using System.Text;
using Flyte.Actors;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>Requests that nobody should send: each is refused with a reason, and the node goes on.</summary>
public sealed class BadRequestTests(BadRequestTests.Shared shared) : IClassFixture<BadRequestTests.Shared>
{
    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "The body is not JSON as it is asked for")]
    [InlineData("[]", HttpStatusCode.BadRequest, "The body does not have the form")]
    [InlineData("null", HttpStatusCode.BadRequest, "The body is null")]
    [InlineData("", HttpStatusCode.BadRequest, "The body is not JSON as it is asked for")]
    [InlineData("""{"inputs":[1]}""", HttpStatusCode.BadRequest, "No task is named")]
    [InlineData("""{"task":"test.double"}""", HttpStatusCode.BadRequest, "There is no input: give 'input' to run test.double once")]
    [InlineData("""{"task":"test.double","input":1,"inputs":[1]}""", HttpStatusCode.BadRequest, "There are both 'input' and 'inputs'")]
    [InlineData("""{"task":"test.double","input":1,"concurency":1}""", HttpStatusCode.BadRequest, "The body has a property that is not known at $.concurency in line 1: 'concurency'.")]
    [InlineData("""{"task":"test.double","task":"test.add","input":1}""", HttpStatusCode.BadRequest, "The body has a property twice in line 1: 'task'.")]
    [InlineData("""{"task":"test.double","input":1,"concurrency":"4"}""", HttpStatusCode.BadRequest, "The body does not have the form that is asked for at $.concurrency in line 1")]
    [InlineData("""{"task":"test.double","input":1,"concurrency":-1}""", HttpStatusCode.BadRequest, "concurrency -1 is negative")]
    [InlineData("""{"task":"test.double","input":1,"tolerance":{"minSuccessRatio":2}}""", HttpStatusCode.BadRequest, "The least share of successes lies between 0 and 1.")]
    [InlineData("""{"task":"test.double","input":1,"id":"a/b"}""", HttpStatusCode.BadRequest, "'a/b' is no run id")]
    [InlineData("""{"task":"test.double","input":1,"id":"\u0000"}""", HttpStatusCode.BadRequest, "is no run id")]
    [InlineData("""{"task":"test.doubl","input":1}""", HttpStatusCode.NotFound, "'test.doubl'")]
    [InlineData("""{"task":"test.double","inputs":[1,"a"]}""", HttpStatusCode.UnprocessableEntity, "Input 1 does not fit the task test.double")]
    [InlineData("""{"task":"test.double","input":{"x":1}}""", HttpStatusCode.UnprocessableEntity, "The input does not fit the task test.double")]
    public async Task A_run_that_cannot_be_is_refused(string body, HttpStatusCode status, string reason)
    {
        var answer = await shared.Node.PostAsync("/runs", body);

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, ApiNode.Reason(answer), StringComparison.Ordinal);
        Assert.DoesNotContain(" at Flyte.", answer.Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/runs?limit=0", HttpStatusCode.BadRequest, "limit=0 is not between 1 and 1000")]
    [InlineData("GET", "/runs?limit=x", HttpStatusCode.BadRequest, "limit=x is no whole number")]
    [InlineData("GET", "/runs?limit=99999999999", HttpStatusCode.BadRequest, "limit=99999999999 is no whole number")]
    [InlineData("GET", "/runs?phse=running", HttpStatusCode.BadRequest, "There is no parameter 'phse' in the query. Did you mean 'phase'?")]
    [InlineData("GET", "/runs?phase=runing", HttpStatusCode.BadRequest, "phase=runing is no phase. Did you mean 'running'?")]
    [InlineData("GET", "/runs?label=x", HttpStatusCode.BadRequest, "label=x is not key=value.")]
    [InlineData("GET", "/runs/a%20b", HttpStatusCode.BadRequest, "'a b' is no run id")]
    [InlineData("GET", "/runs/..%2F..%2Fetc", HttpStatusCode.BadRequest, "is no run id")]
    [InlineData("GET", "/runs/%F0%9F%92%A5", HttpStatusCode.BadRequest, "is no run id")]
    [InlineData("GET", "/runs/none", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("GET", "/runs/none/items", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("GET", "/runs/none/results", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("GET", "/runs/none/events", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("GET", "/runs/none/items/-1", HttpStatusCode.BadRequest, "from=-1 is negative")]
    [InlineData("GET", "/runs/none/items/x", HttpStatusCode.NotFound, "There is nothing at")]
    [InlineData("GET", "/runs/none/results?order=up", HttpStatusCode.BadRequest, "order=up is none")]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "There is nothing at '/api/v1/nothing'")]
    [InlineData("PUT", "/runs", HttpStatusCode.MethodNotAllowed, "'/api/v1/runs' has no PUT, but GET, POST.")]
    [InlineData("POST", "/runs/none/abort", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("POST", "/runs/none/rerun", HttpStatusCode.NotFound, "There is no run 'none'")]
    [InlineData("DELETE", "/runs/none", HttpStatusCode.NotFound, "There is no run 'none'")]
    public async Task A_path_or_a_query_that_makes_no_sense_is_refused(string method, string path, HttpStatusCode status, string reason)
    {
        var answer = await shared.Node.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, ApiNode.Reason(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var answer = await shared.Node.PostAsync("/runs", $$"""{"task":"test.shout","input":"{{new string('x', 3000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Too_many_inputs_are_refused()
    {
        var answer = await shared.Node.PostAsync("/runs", $$"""{"task":"test.double","inputs":[{{string.Join(',', Enumerable.Range(0, 101))}}]}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);

        var lines = await shared.Node.StreamAsync("task=test.double&id=many", new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1\n", 101)))));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, lines.Status);
    }

    [Fact]
    public async Task Depth_without_an_end_is_refused()
    {
        var answer = await shared.Node.PostAsync("/runs", $$"""{"task":"test.double","input":{{new string('[', 900)}}{{new string(']', 900)}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_kind_of_body_is_refused(string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = new StringContent("{}", Encoding.UTF8, type) };

        var answer = await shared.Node.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Contains("send application/json", ApiNode.Reason(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/runs\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("GET /api/v1/runs HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET /%zz%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    public async Task What_is_no_http_is_refused(string bytes)
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));

        using var answer = new StreamReader(client.GetStream());
        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", await answer.ReadLineAsync().Soon());
        Assert.Equal(HttpStatusCode.OK, (await shared.Node.GetAsync("/runs")).Status);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Node.Http.BaseAddress!.Port);
        return client;
    }

    /// <summary>One node for all requests, whose errors would be seen.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal ApiNode Node { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Node = await ApiNode.StartAsync(new WebSettings { MaxBodyBytes = 2000, MaxItems = 100 }, new FlyteOptions(), TestTasks.Create());

        public async Task DisposeAsync()
        {
            await Node.DisposeAsync();
            Assert.True(!Node.Console.Error.Contains("error: ", StringComparison.Ordinal), Node.Console.Error);
        }
    }
}
