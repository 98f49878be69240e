using System.Net;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>Runs that are started over the web.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_map_is_started_and_its_results_are_read()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        var (status, run) = await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, -2, 3 }, id = "m", name = "three", labels = new { of = "test" }, concurrency = 2 });

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("m", "test.double", "three", 2), (run.GetProperty("id").GetString(), run.GetProperty("task").GetString(), run.GetProperty("name").GetString(), run.GetProperty("concurrency").GetInt32()));
        Assert.Equal("test", run.GetProperty("labels").GetProperty("of").GetString());
        var results = await node.ResultsAsync("m");
        Assert.Equal(["""{"index":0,"value":2}""", """{"index":2,"value":6}"""], [results[0], results[2]]);
        Assert.Contains("\"message\":\"-2 is negative\"", results[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"task":"test.double","input":4,"id":"r"}""", "8")]
    [InlineData("""{"task":"test.add","input":[4,5],"id":"r"}""", "9")]
    [InlineData("""{"task":"test.shout","input":"a","id":"r"}""", "\"A\"")]
    [InlineData("""{"task":"test.ping","id":"r"}""", "\"pong\"")]
    public async Task A_task_runs_once(string body, string value)
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        Assert.Equal(HttpStatusCode.Created, (await node.PostAsync("/runs", body)).Status);

        Assert.Equal([$$"""{"index":0,"value":{{value}}}"""], await node.ResultsAsync("r"));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_run_and_another_of_that_id_is_refused()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        var body = new { task = "test.double", inputs = new[] { 1, 2 }, id = "m" };
        await node.PostAsync("/runs", body);

        Assert.Equal(HttpStatusCode.OK, (await node.PostAsync("/runs", body)).Status);

        var other = await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, 3 }, id = "m" });
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("'m'", ApiNode.Reason(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_taken_as_the_run_takes_them()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")) + "\n\n7");

        var (status, run) = await node.StreamAsync("task=test.double&id=s&concurrency=8&label=a=b&name=lines", new MemoryStream(lines));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((20_001, false), (run.GetProperty("items").GetProperty("total").GetInt32(), run.GetProperty("items").GetProperty("moreToCome").GetBoolean()));
        var results = await node.ResultsAsync("s");
        Assert.Equal((20_001, """{"index":19999,"value":39998}""", """{"index":20000,"value":14}"""), (results.Length, results[19_999], results[20_000]));
    }

    [Fact]
    public async Task A_line_that_is_no_input_is_an_error_in_its_slot()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        await node.StreamAsync("task=test.double&id=s", new MemoryStream("1\n\"a\"\n{\n2\n"u8.ToArray()));

        var results = await node.ResultsAsync("s");
        Assert.Equal(["""{"index":0,"value":2}""", """{"index":3,"value":4}"""], [results[0], results[3]]);
        Assert.All(results[1..3], line => Assert.Contains("\"error\":{\"kind\":\"user\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_its_run_open_and_the_same_request_goes_on_with_it()
    {
        using var store = new TempDirectory();
        var options = new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(store.Path, "api.db")) };
        await using var node = await ApiNode.StartAsync(new WebSettings(), options, TestTasks.Create());
        using (await OpenRequest.SendAsync(node, "task=test.double&id=s", "1\n2\n3"))
        {
            await node.UntilKnownAsync("s");
            await node.UntilAsync("s", run => run.Items.Succeeded == 2);
        }

        Assert.True((await node.UntilAsync("s", _ => true)).Items.MoreToCome);
        Assert.Equal(HttpStatusCode.OK, (await node.StreamAsync("task=test.double&id=s", new MemoryStream("1\n2\n3\n4\n"u8.ToArray()))).Status);
        Assert.Equal([2, 4, 6, 8], (await node.ResultsAsync("s")).Select(line => JsonElement.Parse(line).GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task A_line_that_is_too_long_stops_the_stream_and_says_how_to_go_on()
    {
        await using var node = await ApiNode.StartAsync(new WebSettings { MaxItemBytes = 100 }, new FlyteOptions(), TestTasks.Create());

        var answer = await node.StreamAsync("task=test.shout&id=s", new MemoryStream(Encoding.UTF8.GetBytes($"\"a\"\n\"{new string('b', 100)}\"\n")));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal(
            "Input 1 has more bytes than web:maxItemBytes, which is 100. The run 's' has 1 inputs and waits for more: send all of them again with id=s, and it goes on behind these; or abort it.",
            ApiNode.Reason(answer));
    }

    [Fact]
    public async Task A_line_that_does_not_come_is_not_waited_for_without_an_end()
    {
        await using var node = await ApiNode.StartAsync(new WebSettings { LineTimeout = TimeSpan.FromMilliseconds(200) }, new FlyteOptions(), TestTasks.Create());
        using var silent = await OpenRequest.SendAsync(node, "task=test.double&id=s", "1\n");

        Assert.Equal("HTTP/1.1 408 Request Timeout", await silent.AnswerAsync());
        Assert.Equal(1, (await node.UntilAsync("s", run => run.Items.Succeeded == 1)).Items.Total);
    }

    [Fact]
    public async Task A_tolerance_ends_a_map_with_too_many_failures()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { -1, -2, 3 }, id = "m", concurrency = 1, tolerance = new { maxFailures = 1 } });

        Assert.Equal(RunPhase.Failed, (await node.UntilAsync("m", run => run.EndedAt is not null)).Phase);
    }
}
