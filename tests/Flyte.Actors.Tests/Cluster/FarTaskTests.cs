using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What one node has, others can call by its name, without its code.</summary>
public sealed class FarTaskTests : NodeTest
{
    private readonly TaskEnvironment far = new("far");

    public FarTaskTests()
    {
        far.Task("repeat", async (string text, int times) =>
        {
            await Task.Yield();
            return new Line(string.Concat(Enumerable.Repeat(text, times)), times);
        });
        far.Task("none", () => 7);
        var tries = new Tally();
        far.Task("shaky", (int x) => tries.Add() > 2 ? x : throw new FormatException("Not yet."), o => o with { Retries = 5 });
    }

    [Fact]
    public async Task A_client_lists_the_tasks_of_all_nodes_with_what_they_take_and_give()
    {
        Env.Task("own", (int x) => x);
        var (node, client) = await StartAsync();

        var tasks = await client.ListTasksAsync().Soon();

        Assert.Equal(["far.none", "far.repeat", "far.shaky", "nodes.own"], tasks.Select(task => task.Name));
        Assert.All(tasks, task => Assert.True(task.IsDescribed));
        Assert.Equal([AddressOf(node)], tasks[1].Nodes);
        Assert.Empty(tasks[3].Nodes);
        Assert.Equal(node.Tasks["far.repeat"].InputSchema?.GetRawText(), tasks[1].InputSchema?.GetRawText());
        Assert.Equal(node.Tasks["far.repeat"].OutputSchema?.GetRawText(), tasks[1].OutputSchema?.GetRawText());
        Assert.Null(tasks[0].InputSchema);
        Assert.Equal(client.Tasks["nodes.own"].InputSchema?.GetRawText(), tasks[3].InputSchema?.GetRawText());
        Assert.DoesNotContain("far.repeat", client.Tasks.Keys);
    }

    [Fact]
    public async Task A_process_that_is_alone_lists_its_own()
    {
        await using var flyte = await FlyteRuntime.StartAsync(far).Soon();

        var tasks = await flyte.ListTasksAsync().Soon();

        Assert.Equal(["far.none", "far.repeat", "far.shaky"], tasks.Select(task => task.Name));
        Assert.All(tasks, task => Assert.Equal([Environment.MachineName], task.Nodes));
        Assert.Throws<UnknownTaskException>(() => flyte.MapJson("far.other", ["1"]));
    }

    [Fact]
    public async Task A_map_by_name_is_executed_where_its_task_is()
    {
        var (_, client) = await StartAsync();
        await client.ListTasksAsync().Soon();

        var results = await client.MapJson("far.repeat", Enumerable.Range(0, 100).Select(i => $"""["x", {i}]""").ToArray()).Values().ToListAsync().Soon();
        var streamed = await client.MapJson("far.repeat", new[] { """["ab",2]""" }.ToAsyncEnumerable()).Values().SingleAsync().Soon();
        var none = await client.MapJson("far.none", ["{}", "null"]).Values().ToListAsync().Soon();
        var retried = await client.MapJson("far.shaky", ["5"]).SingleAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $$"""{"text":"{{new string('x', i)}}","times":{{i}}}"""), results.Select(result => result.GetRawText()));
        Assert.Equal("""{"text":"abab","times":2}""", streamed.GetRawText());
        Assert.Equal([7, 7], none.Select(result => result.GetInt32()));
        Assert.Equal(5, retried.Value.GetInt32());
    }

    [Fact]
    public async Task What_is_no_input_of_it_is_an_error_in_its_slot()
    {
        var (_, client) = await StartAsync();
        await client.ListTasksAsync().Soon();
        string[] inputs = ["""["a",1]""", """["a"]""", "{", """["b",2]""", "7", """["c","3"]""", """["d",4]"""];

        var results = await client.MapJson("far.repeat", inputs, concurrency: 1).ToListAsync().Soon();

        Assert.Equal([true, false, false, true, false, false, true], results.Select(result => result.IsSuccess));
        Assert.All(results.Where(result => !result.IsSuccess), result => Assert.Equal(
            (ErrorCodes.InvalidInput, inputs[result.Index], ErrorKind.User, 1), (result.Error!.Code, result.Error.Input, result.Error.Kind, Math.Max(1, result.Error.Attempts))));
    }

    [Fact]
    public async Task A_task_that_no_node_has_is_unknown_and_so_is_one_whose_node_has_gone()
    {
        var (node, client) = await StartAsync();
        await client.ListTasksAsync().Soon();

        Assert.Throws<UnknownTaskException>(() => client.MapJson("far.other", ["1"]));
        await node.DisposeAsync().Soon();

        using var bound = new CancellationTokenSource(Patience.Bound);
        while ((await client.ListTasksAsync(bound.Token)).Any(task => task.Name == "far.none"))
        {
            await Task.Yield();
        }

        Assert.Throws<UnknownTaskException>(() => client.MapJson("far.none", ["{}"]));
    }

    private async Task<(FlyteRuntime Node, FlyteRuntime Client)> StartAsync()
    {
        var node = await StartAsync(Plain, far);
        return (node, await StartAsync(Plain with { SeedNodes = [AddressOf(node)], Roles = NodeRoles.None }, Env));
    }

    private sealed record Line(string Text, int Times);
}
