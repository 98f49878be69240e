using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Recorded runs of tasks that whoever starts them does not have.</summary>
[Collection(PostgresTests.Name)]
public sealed class FarRunTests(StoredFleet fleet) : IClassFixture<StoredFleet>
{
    [PostgresFact]
    public async Task A_run_is_submitted_by_name_read_by_all_and_the_same_when_it_is_submitted_again()
    {
        var client = await ClientAsync();
        string[] inputs = ["1", "\"two\"", "3"];

        var run = await client.SubmitAsync(client.MapJson("peer.square", inputs, concurrency: 1), new RunOptions { Id = "far" }).Soon();
        var end = await run.WaitAsync().Soon();

        Assert.Equal((RunPhase.Failed, 2, 1), (end.Phase, end.Items.Succeeded, end.Items.Failed));
        foreach (var node in fleet.Nodes)
        {
            var results = await node.Flyte.GetRun<int>("far").ResultsAsync().ToListAsync().Soon();
            Assert.Equal([1, -1, 9], results.Select(result => result.ValueOr(-1)));
            Assert.Equal((ErrorCodes.InvalidInput, "\"two\""), (results[1].Error!.Code, results[1].Error!.Input));
        }

        var again = await client.SubmitAsync(client.MapJson("peer.square", inputs, concurrency: 1), new RunOptions { Id = "far" }).Soon();
        Assert.Equal(3, await again.ResultsAsync().CountAsync().Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => client.SubmitAsync(client.MapJson("peer.square", ["1"], concurrency: 1), new RunOptions { Id = "far" }).Soon());
    }

    [PostgresFact]
    public async Task A_task_that_one_node_has_is_run_there_wherever_the_run_is_and_again()
    {
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index;
        });
        var client = await ClientAsync();
        var inputs = scene.Acts(20).Select(act => $$"""{"scene":"{{act.Scene}}","index":{{act.Index}}}""").ToArray();

        foreach (var id in Enumerable.Range(0, 4).Select(i => $"rare-{i}"))
        {
            var run = await client.SubmitAsync(client.MapJson("peer.rare", inputs), new RunOptions { Id = id }).Soon();
            Assert.Equal(Enumerable.Range(0, 20), (await run.ResultsAsync().ToListAsync().Soon()).Select(result => result.Value.GetInt32()));
            var rerun = client.GetRun<int>(await client.RerunAsync(id).Soon());
            Assert.Equal(Enumerable.Range(0, 20), (await rerun.ResultsAsync().ToListAsync().Soon()).Select(result => result.Value));
        }

        Assert.Equal([("b", 160)], scene.Begun.Select(begun => (begun.Key, begun.Value)));
    }

    // One without any tasks.
    private async Task<FlyteRuntime> ClientAsync()
    {
        var client = await fleet.StartAsync(fleet.Plain with { SeedNodes = [NodeTest.AddressOf(fleet.A.Flyte)], Roles = NodeRoles.None }, new TaskEnvironment("nothing"));
        await client.ListTasksAsync().Soon();
        return client;
    }
}
