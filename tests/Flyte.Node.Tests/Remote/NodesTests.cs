using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Remote;

/// <summary><c>nodes</c> shows who is there and how much each has to do.</summary>
public sealed class NodesTests
{
    private readonly HaltingTask halting = new();

    [Fact]
    public async Task A_node_that_is_alone_is_its_own_cluster()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        var lines = await FarConsole.LinesAsync(Address(node), "nodes");

        Assert.Equal(["node", "status", "roles", "async", "sync", "tasks", "answers"], Words(lines[0]));
        Assert.Equal([Environment.MachineName, "up", "runs,", "items", "0", "at", "work", "?", "9", "here"], Words(Assert.Single(lines[1..])));
    }

    [Fact]
    public async Task The_nodes_of_a_cluster_are_shown_with_their_slots()
    {
        halting.HaltsAt = 0;
        var member = new FlyteCluster { Name = $"test-{Guid.NewGuid():N}", Port = 0, Roles = NodeRoles.Items, Slots = 7, CpuSlots = 3 };
        await using var node = await ApiNode.StartAsync(new(), new FlyteOptions { Cluster = member }, halting.Environment, TestTasks.Create());
        var first = (await node.Runtime.ListNodesAsync()).Single().Address;
        await using var other = await FlyteRuntime.StartAsync(new FlyteOptions { Cluster = member with { Slots = 5, SeedNodes = [first] } }, TestTasks.Create());
        var (reading, stop) = Read(node, "step", 3);

        var nodes = await UntilAsync(node, all => all.Length == 2 && all.All(one => Number(one, "slots") > 0) && all.Any(one => Number(one, "freeSlots") < Number(one, "slots")));
        var table = await FarConsole.LinesAsync(Address(node), "nodes");

        var own = nodes.Single(one => one.GetProperty("address").GetString() == first);
        Assert.Equal((7, 3, "items", "up", true), (Number(own, "slots"), Number(own, "cpuSlots"), own.GetProperty("roles").GetString(), own.GetProperty("status").GetString(), own.GetProperty("isSelf").GetBoolean()));
        Assert.Equal(nodes.Select(one => one.GetProperty("address").GetString()), table[1..].Select(line => Words(line)[0]));
        Assert.Single(table, line => line.EndsWith("here", StringComparison.Ordinal));
        Assert.Matches(@"\d of 7  +\d of 3 ", Assert.Single(table, line => line.StartsWith(first, StringComparison.Ordinal)));
        await stop.CancelAsync();
        await reading;
        stop.Dispose();
    }

    [Fact]
    public async Task Without_a_node_it_says_what_to_do()
    {
        var (code, console) = await FarConsole.RunAsync(new TestConsole(), "nodes");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("a store has none", console.Error, StringComparison.Ordinal);
        Assert.Contains("Name one of them by --server URL", console.Error, StringComparison.Ordinal);
    }

    // Bodies that wait, for as long as somebody reads their results.
    private static (Task Reading, CancellationTokenSource Stop) Read(ApiNode node, string task, int items)
    {
        var stop = new CancellationTokenSource();
        return (ReadAsync(), stop);

        async Task ReadAsync()
        {
            try
            {
                await foreach (var _ in node.Runtime.Map(node.Runtime.MapJson($"halting.{task}", [.. Enumerable.Repeat("0", items)])).WithCancellation(stop.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
                // As the test wants it.
            }
        }
    }

    private static async Task<JsonElement[]> UntilAsync(ApiNode node, Func<JsonElement[], bool> isReached)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            JsonElement[] all = [.. (await FarConsole.LinesAsync(Address(node), "nodes", "--json")).Select(line => JsonElement.Parse(line))];
            if (isReached(all))
            {
                return all;
            }

            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    private static string Address(ApiNode node) => node.Http.BaseAddress!.AbsoluteUri;

    private static int Number(JsonElement node, string name) => node.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
