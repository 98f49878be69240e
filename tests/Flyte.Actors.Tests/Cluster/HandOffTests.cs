using Akka.Actor;
using Akka.Util;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>A run that is to go on elsewhere lets its bodies here finish.</summary>
[Collection(PostgresTests.Name)]
public sealed class HandOffTests(PostgresServer server) : NodeTest
{
    private const string Id = "leaves";

    [PostgresFact]
    public async Task Bodies_finish_and_are_not_run_again()
    {
        var peer = await StartAsync();
        var hold = new Gate();
        using var scene = new Scene(async stage =>
        {
            await hold.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        var run = await peer.Flyte.SubmitAsync(peer.Play.MapAsync(scene.Acts(20), concurrency: 4), new RunOptions { Id = Id }).Soon();
        await scene.HasBegun(4);

        var tree = await HandOffAsync(peer);
        await FenceAsync(peer, $"{Tree}/run-root");
        hold.Open();

        Assert.Equal(Enumerable.Range(0, 20), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.ValueOr(-1)));
        Assert.Equal(20, scene.Begun.Values.Sum());
        Assert.NotEqual(tree, await FenceAsync(peer, Tree));
    }

    /// <summary>Who waits for calls makes them again, and gets what the last ones came to.</summary>
    [PostgresFact]
    public async Task Callers_are_cancelled_at_once_and_what_they_called_finishes()
    {
        var peer = await StartAsync();
        var (hold, cancelled) = (new Gate(), new Gate());
        using var leaves = new Scene(async stage =>
        {
            await hold.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        using var root = new Scene(async stage =>
        {
            await using var told = stage.Cancellation.Register(cancelled.Open);
            return await stage.Peer.Play.MapAsync(leaves.Acts(3), concurrency: 3).Values().SumAsync(stage.Cancellation);
        });
        var run = await peer.Flyte.SubmitAsync(peer.Play.MapAsync(root.Acts(1)), new RunOptions { Id = Id }).Soon();
        await leaves.HasBegun(3);

        await HandOffAsync(peer);
        await cancelled.Opened;
        Assert.Equal(3, leaves.InFlight.Now);
        hold.Open();

        Assert.Equal(3, (await run.ResultsAsync().ToListAsync().Soon()).Single().ValueOr(-1));
        Assert.Equal((3, 2), (leaves.Begun.Values.Sum(), root.Begun.Values.Sum()));
    }

    private static string Tree => $"/system/sharding/flyte-runs/{Math.Abs(MurmurHash.StringHash(Id)) % 100}/{Id}";

    private async Task<Peer> StartAsync()
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var peer = new Peer("home");
        peer.Flyte = await StartAsync(Plain with { Roles = NodeRoles.Both, DrainGrace = TimeSpan.FromMinutes(1) }, peer.Env);
        return peer;
    }

    private static async Task<IActorRef> HandOffAsync(Peer peer)
    {
        peer.Flyte.System.ActorSelection(Tree).Tell(HandOffTree.Instance);
        return await FenceAsync(peer, Tree);
    }

    private static async Task<IActorRef> FenceAsync(Peer peer, string path) =>
        (await peer.Flyte.System.ActorSelection(path).Ask<ActorIdentity>(new Identify(path), Patience.Bound)).Subject;
}
