using System.Net;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>What is done to runs over the web, and what is read of them.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Runs_are_listed_newest_first_by_what_is_asked_for_in_pages()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        foreach (var id in new[] { "a", "b", "c" })
        {
            await node.PostAsync("/runs", new { task = "test.double", input = 1, id, name = $"name-{id}", labels = new { id } });
            await node.ResultsAsync(id);
        }

        var (_, first) = await node.GetAsync("/runs?limit=2");
        Assert.Equal(["c", "b"], Ids(first));
        Assert.Equal("b", first.GetProperty("next").GetString());
        var (_, second) = await node.GetAsync("/runs?limit=2&after=b");
        Assert.Equal(["a"], Ids(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["b"], Ids((await node.GetAsync("/runs?label=id=b")).Body));
        Assert.Equal(["a"], Ids((await node.GetAsync("/runs?name=name-a&phase=succeeded&task=test.double")).Body));
        Assert.Empty(Ids((await node.GetAsync("/runs?phase=running")).Body));
        Assert.Equal(HttpStatusCode.NotFound, (await node.GetAsync("/runs?after=x")).Status);
    }

    [Fact]
    public async Task A_run_is_resized_aborted_and_removed()
    {
        var halting = new HaltingTask { HaltsAt = 2 };
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 1, 2, 3, 4 }, id = "h", concurrency = 1 });
        await node.UntilAsync("h", run => run.Items is { Succeeded: 1, Running: 1 });

        Assert.Equal(3, (await node.PostAsync("/runs/h/resize", new { concurrency = 3 })).Body.GetProperty("concurrency").GetInt32());
        await node.UntilAsync("h", run => run.Items.Running == 3);
        Assert.Equal(HttpStatusCode.OK, (await node.PostAsync("/runs/h/items/2/abort", new { reason = "not that one" })).Status);
        await node.UntilAsync("h", run => run.Items.Aborted == 1);
        Assert.Equal("not that one", (await node.GetAsync("/runs/h/items/2")).Body.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await node.PostAsync("/runs/h/items/2/abort")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await node.PostAsync("/runs/h/items/9/abort")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await node.SendAsync(HttpMethod.Delete, "/runs/h")).Status);

        Assert.Equal(HttpStatusCode.OK, (await node.PostAsync("/runs/h/abort", new { reason = "enough" })).Status);
        Assert.Equal(RunPhase.Aborted, (await node.UntilAsync("h", run => run.EndedAt is not null)).Phase);
        Assert.Equal(HttpStatusCode.NoContent, (await node.SendAsync(HttpMethod.Delete, "/runs/h")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await node.GetAsync("/runs/h")).Status);
    }

    [Fact]
    public async Task A_run_is_run_again_and_recovered_from_what_is_recorded()
    {
        using var store = new TempDirectory();
        await using var node = await ApiNode.StartAsync(new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(store.Path, "api.db")) }, TestTasks.Create());
        await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, -2, 3 }, id = "m" });
        await node.UntilAsync("m", run => run.EndedAt is not null);

        var (status, recovered) = await node.PostAsync("/runs/m/recover", new { id = "again", inputs = new Dictionary<string, int> { ["1"] = 2 } });
        Assert.Equal((HttpStatusCode.Created, "m"), (status, recovered.GetProperty("rerunOf").GetString()));
        Assert.Equal((2, 1), (await node.UntilAsync("again", run => run.EndedAt is not null)).Items is var items ? (items.Recovered, items.Succeeded) : default);

        Assert.Equal(HttpStatusCode.Created, (await node.PostAsync("/runs/m/rerun")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await node.PostAsync("/runs/m/rerun", new { id = "m" })).Status);
    }

    [Fact]
    public async Task Items_come_in_pages_and_by_phase()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, -2, 3, -4, 5 }, id = "m" });
        await node.UntilAsync("m", run => run.EndedAt is not null);

        var (_, page) = await node.GetAsync("/runs/m/items?phase=failed&limit=1");
        Assert.Equal((1, 3), (page.GetProperty("items")[0].GetProperty("index").GetInt32(), page.GetProperty("next").GetInt32()));
        var error = page.GetProperty("items")[0].GetProperty("error");
        Assert.Equal("InvalidDataException", error.GetProperty("code").GetString());
        Assert.Contains("TestTasks", error.GetProperty("stackTrace").GetString(), StringComparison.Ordinal);
        Assert.Equal(10, (await node.GetAsync("/runs/m/items/4")).Body.GetProperty("value").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await node.GetAsync("/runs/m/items/5")).Status);
    }

    [Fact]
    public async Task Results_come_in_pages_up_to_what_there_is()
    {
        var halting = new HaltingTask { HaltsAt = 3 };
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 1, 3, 2 }, id = "h" });
        await node.UntilAsync("h", run => run.Items is { Succeeded: 2, Running: 1 });

        Assert.Equal((1, 1, false), Page((await node.GetAsync("/runs/h/results")).Body));
        Assert.Equal((2, 2, false), Page((await node.GetAsync("/runs/h/results?order=completed")).Body));
        await node.PostAsync("/runs/h/abort");
        await node.UntilAsync("h", run => run.EndedAt is not null);
        Assert.Equal((2, 2, false), Page((await node.GetAsync("/runs/h/results?limit=2")).Body));
        Assert.Equal((1, 3, true), Page((await node.GetAsync("/runs/h/results?from=2")).Body));
        Assert.Equal((0, 9, true), Page((await node.GetAsync("/runs/h/results?from=9&order=completed")).Body));
    }

    [Fact]
    public async Task Results_are_streamed_while_the_run_goes_on_and_gone_on_with_from_any_position()
    {
        var halting = new HaltingTask { HaltsAt = 3 };
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 1, 2, 3 }, id = "h" });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs/h/results?from=1") { Headers = { { "Accept", ApiNode.Lines } } };
        using var response = await node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("""{"index":1,"value":20}""", await lines.ReadLineAsync());
        await node.PostAsync("/runs/h/abort");
        Assert.Contains("\"code\":\"Aborted\"", await lines.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task A_run_is_followed_by_its_events()
    {
        var halting = new HaltingTask { HaltsAt = 2 };
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 1, 2 }, id = "h" });
        await node.UntilAsync("h", run => run.Items is { Succeeded: 1, Running: 1 });

        await using var events = await EventReader.OpenAsync(node.Http, "/api/v1/runs/h/events");
        var (kind, run) = await events.NextAsync();
        Assert.Equal(("run", 1), (kind, run.GetProperty("items").GetProperty("succeeded").GetInt32()));
        await node.PostAsync("/runs/h/abort");
        while (kind != "end")
        {
            (kind, run) = await events.NextAsync();
        }

        Assert.Equal("aborted", run.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task The_list_is_followed_by_its_events()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        await using var events = await EventReader.OpenAsync(node.Http, "/api/v1/runs/events?label=of=test");
        Assert.Empty(Ids((await events.NextAsync()).Data));
        await node.PostAsync("/runs", new { task = "test.double", input = 1, id = "other" });
        await node.PostAsync("/runs", new { task = "test.double", input = 1, id = "mine", labels = new { of = "test" } });

        Assert.Equal(["mine"], Ids((await events.NextAsync()).Data));
    }

    private static (int Count, int Next, bool Ended) Page(JsonElement page) =>
        (page.GetProperty("results").GetArrayLength(), page.GetProperty("next").GetInt32(), page.GetProperty("ended").GetBoolean());

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];
}
