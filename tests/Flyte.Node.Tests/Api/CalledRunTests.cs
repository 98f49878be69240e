using System.Net;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>What items have called is looked into over the web, as runs that were submitted are.</summary>
public sealed class CalledRunTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Its_items_come_in_pages_and_by_phase_at_any_depth()
    {
        await using var node = await StartAsync();

        var (status, page) = await node.GetAsync("/runs/m%2F0%2Ftwice_map-0/items?phase=failed&limit=1");
        Assert.Equal((HttpStatusCode.OK, 1, 3), (status, Item(page, 0).GetProperty("index").GetInt32(), page.GetProperty("next").GetInt32()));
        Assert.Equal((-2, "-2 is negative"), (Item(page, 0).GetProperty("input").GetInt32(), Item(page, 0).GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal((3, 6), Numbers((await node.GetAsync("/runs/m%2F0%2Ftwice_map-0/items/2")).Body));
        Assert.Equal(HttpStatusCode.NotFound, (await node.GetAsync("/runs/m%2F0%2Ftwice_map-0/items/4")).Status);

        var call = (await node.GetAsync("/runs/m%2F0%2Fcalls/items/0")).Body;
        Assert.Equal(("calling.both", "succeeded"), (call.GetProperty("task").GetString(), call.GetProperty("phase").GetString()));
        Assert.Equal((7, 2), Numbers(call));
        Assert.Equal([(7, 14), (8, 16)], (await node.GetAsync("/runs/m%2F0%2Fcalls%2F0%2Ftwice_map-0/items")).Body.GetProperty("items").EnumerateArray().Select(Numbers));
    }

    [Fact]
    public async Task Its_results_come_in_pages_by_index_and_otherwise_the_items_are_named()
    {
        await using var node = await StartAsync();

        var page = (await node.GetAsync("/runs/m%2F0%2Fcalls/results")).Body;
        Assert.Equal((2, true), (page.GetProperty("results")[0].GetProperty("value").GetInt32(), page.GetProperty("ended").GetBoolean()));
        var refused = await node.GetAsync("/runs/m%2F0%2Fcalls/results?order=completed");
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("/runs/m%2F0%2Fcalls/items has them", ApiNode.Reason(refused), StringComparison.Ordinal);
        using var lines = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs/m%2F0%2Fcalls/results") { Headers = { { "Accept", ApiNode.Lines } } };
        Assert.Equal(HttpStatusCode.Conflict, (await node.SendAsync(lines)).Status);
    }

    [Fact]
    public async Task Who_follows_one_whose_caller_has_ended_hears_of_its_end()
    {
        await using var node = await StartAsync();

        var events = await node.Http.GetStringAsync("/api/v1/runs/m%2F0%2Fcalls/events");

        Assert.Contains("event: end", events, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"succeeded\"", events, StringComparison.Ordinal);
    }

    private async Task<ApiNode> StartAsync()
    {
        var node = await ApiNode.StartAsync(
            new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "api.db")) }, CallingTask.Create());
        await node.PostAsync("/runs", new { task = "calling.main", input = new[] { 1, -2, 3, -4 }, id = "m" });
        await node.UntilAsync("m", run => run.EndedAt is not null);
        return node;
    }

    private static JsonElement Item(JsonElement page, int at) => page.GetProperty("items")[at];

    private static (int Input, int Value) Numbers(JsonElement item) => (item.GetProperty("input").GetInt32(), item.GetProperty("value").GetInt32());
}
