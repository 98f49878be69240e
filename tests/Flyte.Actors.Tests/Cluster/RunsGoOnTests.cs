using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Recorded runs outlive the node that holds them.</summary>
[Collection(PostgresTests.Name)]
public sealed class RunsGoOnTests(PostgresServer server) : NodeTest
{
    private const int Runs = 12;
    private const int Items = 40;

    /// <summary>The first node is the oldest, that which sees that all go on; all hold some of the runs.</summary>
    [PostgresTheory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task What_a_node_held_and_was_at_when_it_went_others_go_on_with(int which, bool isGivenUp)
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var peers = new[] { new Peer("a"), new Peer("b"), new Peer("c") };
        var client = new Peer("client");
        var both = Plain with { Roles = NodeRoles.Both };
        peers[0].Flyte = await StartAsync(both, peers[0].Env);
        var joins = both with { SeedNodes = [AddressOf(peers[0].Flyte)] };
        await Task.WhenAll(
            peers[1..].Select(async peer => peer.Flyte = await StartAsync(joins, peer.Env))
                .Append(Task.Run(async () => client.Flyte = await StartAsync(joins with { Roles = NodeRoles.None }, client.Env))));
        var (gone, hold) = (peers[which], new Gate());
        using var scene = new Scene(async stage =>
        {
            await (stage.Peer == gone ? Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation) : hold.OpenedAsync(stage.Cancellation));
            return stage.Index;
        });
        var runs = new List<RunHandle<int>>();
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await client.Flyte.SubmitAsync(client.Play.MapAsync(scene.Acts(Items), concurrency: 4)).Soon());
        }

        await scene.SeenOn(peers);
        var reading = runs.Select(run => run.ResultsAsync().ToListAsync().AsTask()).ToArray();

        if (isGivenUp)
        {
            Akka.Cluster.Cluster.Get(peers[0].Flyte.System).Down(Akka.Cluster.Cluster.Get(gone.Flyte.System).SelfAddress);
        }

        var end = isGivenUp ? gone.Flyte.Ended.Soon() : gone.Flyte.DisposeAsync().Soon();
        hold.Open();

        foreach (var results in await Task.WhenAll(reading).Soon())
        {
            Assert.Equal(Enumerable.Range(0, Items).Select(i => (i, i, (string?)null)), results.Select(r => (r.Index, r.ValueOr(-1), r.Error?.Message)));
        }

        foreach (var run in runs)
        {
            Assert.Equal(RunPhase.Succeeded, (await run.GetInfoAsync().Soon()).Phase);
        }

        await end;
    }

    /// <summary>A node that has not the task of a run holds it nevertheless, and sees that others execute its items.</summary>
    [PostgresFact]
    public async Task Runs_of_a_task_that_one_node_has_go_on_when_they_come_to_others()
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var (home, executing, client) = (new Peer("home"), new Peer("executing"), new Peer("client"));
        var both = Plain with { Roles = NodeRoles.Both };
        executing.AddRare();
        var rare = client.AddRare();
        home.Flyte = await StartAsync(both, home.Env);
        var joins = both with { SeedNodes = [AddressOf(home.Flyte)] };
        executing.Flyte = await StartAsync(joins with { Roles = NodeRoles.Items }, executing.Env);
        client.Flyte = await StartAsync(joins with { Roles = NodeRoles.None }, client.Env);
        var hold = new Gate();
        using var scene = new Scene(async stage =>
        {
            await hold.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        var run = await client.Flyte.SubmitAsync(rare.MapAsync(scene.Acts(Items), concurrency: 4)).Soon();
        await scene.HasBegun(4);
        var next = new Peer("next");
        next.Flyte = await StartAsync(joins, next.Env);
        await SeesAsync(next.Flyte, 4);

        var end = home.Flyte.DisposeAsync().Soon();
        hold.Open();

        Assert.Equal(Enumerable.Range(0, Items), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal(["executing"], scene.Begun.Keys);
        await end;
    }
}
