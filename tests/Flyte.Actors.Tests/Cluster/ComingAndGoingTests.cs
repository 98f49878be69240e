using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Nodes come and go in the middle of a stream, which loses nothing.</summary>
public sealed class ComingAndGoingTests : NodeTest
{
    private const int Items = 120;

    [Fact]
    public async Task A_node_that_joins_gets_items_of_what_runs_already()
    {
        var (a, b) = (new Peer("a"), new Peer("b"));
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(b);
            return stage.Index;
        });
        a.Flyte = await StartAsync(Plain with { Slots = 4 }, a.Env);
        var map = a.Flyte.Map(a.Play.MapAsync(scene.Acts(Items), concurrency: 30)).Values().ToListAsync().Soon();
        await scene.HasBegun(4);

        b.Flyte = await StartAsync(Plain with { SeedNodes = [AddressOf(a.Flyte)] }, b.Env);

        Assert.Equal(Enumerable.Range(0, Items), await map);
    }

    [Fact]
    public async Task What_a_node_was_at_when_it_was_stopped_others_do()
    {
        var (peers, hold) = (await StartAsync("a", "b", "c"), new Gate());
        var (a, b) = (peers[0], peers[1]);
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await (stage.Peer == b ? Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation) : hold.OpenedAsync(stage.Cancellation));
            return stage.Index;
        });
        var map = a.Flyte.Map(a.Play.MapAsync(scene.Acts(Items), concurrency: 30)).ToListAsync().Soon();
        await scene.SeenOn(peers);

        var stop = b.Flyte.DisposeAsync().Soon();
        hold.Open();

        Assert.Equal(Enumerable.Range(0, Items).Select(i => (i, i, (string?)null)), (await map).Select(r => (r.Index, r.ValueOr(-1), r.Error?.Message)));
        await stop;
    }

    [Fact]
    public async Task What_a_node_was_at_when_it_was_given_up_others_do()
    {
        var (peers, hold) = (await StartAsync("a", "b", "c"), new Gate());
        var (a, b) = (peers[0], peers[1]);
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await (stage.Peer == b ? Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation) : hold.OpenedAsync(stage.Cancellation));
            return stage.Index;
        });
        var map = a.Flyte.Map(a.Play.MapAsync(scene.Acts(Items), concurrency: 30)).ToListAsync().Soon();
        await scene.SeenOn(peers);

        Akka.Cluster.Cluster.Get(a.Flyte.System).Down(Akka.Cluster.Cluster.Get(b.Flyte.System).SelfAddress);
        hold.Open();

        Assert.Equal(Enumerable.Range(0, Items).Select(i => (i, i, (string?)null)), (await map).Select(r => (r.Index, r.ValueOr(-1), r.Error?.Message)));
    }

    /// <summary>A body whose calls wait for slots must not hold the slot that they wait for.</summary>
    [Fact]
    public async Task Bodies_that_wait_for_what_they_call_leave_room_for_it()
    {
        var (one, two, client) = (new Peer("one"), new Peer("two"), new Peer("client"));
        one.Flyte = await StartAsync(Plain with { Slots = 1 }, one.Env);
        var joins = Plain with { Slots = 1, SeedNodes = [AddressOf(one.Flyte)] };
        two.Flyte = await StartAsync(joins, two.Env);
        client.Flyte = await StartAsync(joins with { Roles = NodeRoles.None }, client.Env);
        using var inner = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index;
        });
        using var middle = new Scene(async stage => await stage.Peer.Play.MapAsync(inner.Acts(4), concurrency: 2).Values().SumAsync(stage.Cancellation));
        using var outer = new Scene(async stage => await stage.Peer.Play.MapAsync(middle.Acts(4), concurrency: 2).Values().SumAsync(stage.Cancellation));

        var results = await client.Flyte.Map(client.Play.MapAsync(outer.Acts(6), concurrency: 6)).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Repeat(24, 6), results);
    }

    /// <summary>What runs when a node is stopped has its grace to end, and is not done again.</summary>
    [Fact]
    public async Task Bodies_that_end_soon_after_their_node_was_stopped_are_not_executed_again()
    {
        var (peers, hold) = (await StartAsync("a", "b"), new Gate());
        var (a, b) = (peers[0], peers[1]);
        using var scene = new Scene(async stage =>
        {
            await hold.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        var map = a.Flyte.Map(a.Play.MapAsync(scene.Acts(Items), concurrency: 20)).Values().ToListAsync().Soon();
        await scene.SeenOn(b);

        var stop = b.Flyte.DisposeAsync().Soon();
        hold.Open();

        Assert.Equal(Enumerable.Range(0, Items), await map);
        Assert.Equal(Items, scene.Begun.Values.Sum());
        await stop;
    }

    private async Task<Peer[]> StartAsync(params string[] names)
    {
        var peers = names.Select(name => new Peer(name)).ToArray();
        peers[0].Flyte = await StartAsync(Plain, peers[0].Env);
        await Task.WhenAll(peers[1..].Select(async peer =>
            peer.Flyte = await StartAsync(Plain with { SeedNodes = [AddressOf(peers[0].Flyte)] }, peer.Env)));
        return peers;
    }
}
