using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Every node, and a client too, shows all nodes as it sees them.</summary>
public sealed class NodeListTests : NodeTest
{
    [Fact]
    public async Task A_process_that_is_alone_shows_itself()
    {
        var (hold, begun) = (new Gate(), new Tally());
        var waits = Env.Task("waits", (int x) =>
        {
            begun.Add();
            hold.Wait();
            return x;
        });
        await using var flyte = await FlyteRuntime.StartAsync(Env).Soon();

        var before = Assert.Single(await flyte.ListNodesAsync().Soon());
        var run = await flyte.SubmitAsync(waits.MapAsync([1, 2], concurrency: 2)).Soon();
        await begun.Reaches(2);
        var during = Assert.Single(await flyte.ListNodesAsync().Soon());
        hold.Open();
        await run.WaitAsync().Soon();

        Assert.Equal((Environment.MachineName, NodeRoles.Both, NodeStatus.Up, true), (before.Address, before.Roles, before.Status, before.IsSelf));
        Assert.Equal((null, null, null, null), (before.Slots, before.FreeSlots, before.CpuSlots, before.FreeCpuSlots));
        Assert.Equal(["nodes.waits"], before.Tasks);
        Assert.Equal((0, 2), (before.Busy, during.Busy));
    }

    [Fact]
    public async Task A_client_shows_what_each_node_is_and_has_free()
    {
        var (peer, scene, hold) = (new Peer("a"), (Scene?)null, new Gate());
        using var all = scene = new Scene(async stage =>
        {
            await hold.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        peer.Flyte = await StartAsync(Plain with { Slots = 5, CpuSlots = 3 }, peer.Env);
        var address = AddressOf(peer.Flyte);
        var clientPeer = new Peer("client");
        var client = await StartAsync(Plain with { SeedNodes = [address], Roles = NodeRoles.None }, clientPeer.Env);

        var idle = (await SeenAsync(client, nodes => nodes.Any(node => node.FreeSlots == 5))).Single(node => node.Address == address);
        var self = (await client.ListNodesAsync().Soon()).Single(node => node.IsSelf);
        var map = client.Map(clientPeer.Play.MapAsync(scene.Acts(4), concurrency: 4)).Values().ToListAsync().Soon();
        await scene.HasBegun(4);
        var busy = (await SeenAsync(client, nodes => nodes.Any(node => node.FreeSlots == 1))).Single(node => node.Address == address);
        var own = (await client.ListNodesAsync().Soon()).Single(node => node.IsSelf);
        hold.Open();

        Assert.Equal([0, 1, 2, 3], await map);
        Assert.Equal((NodeRoles.Items, NodeStatus.Up, 5, 3, 3), (idle.Roles, idle.Status, idle.Slots, idle.CpuSlots, idle.FreeCpuSlots));
        Assert.Equal(["peer.cached", "peer.grow", "peer.play", "peer.shaky", "peer.size", "peer.square"], idle.Tasks);
        Assert.Equal((AddressOf(client), NodeRoles.None, NodeStatus.Up, 0, 0, 0), (self.Address, self.Roles, self.Status, self.Slots, self.CpuSlots, self.Tasks.Count));
        Assert.Equal((5, 1, 3, null, 0, 4), (busy.Slots, busy.FreeSlots, busy.FreeCpuSlots, busy.Busy, self.Busy, own.Busy));
    }

    [Fact]
    public async Task A_node_that_leaves_is_seen_to_leave_and_then_no_more()
    {
        var (a, b, hold) = (new Peer("a"), new Peer("b"), new Gate());
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await hold.OpenedAsync(CancellationToken.None);
            return stage.Index;
        });
        var plain = Plain with { DrainGrace = TimeSpan.FromSeconds(30) };
        a.Flyte = await StartAsync(plain with { Slots = 1 }, a.Env);
        b.Flyte = await StartAsync(plain with { SeedNodes = [AddressOf(a.Flyte)] }, b.Env);
        var (leaver, map) = (AddressOf(b.Flyte), a.Flyte.Map(a.Play.MapAsync(scene.Acts(30), concurrency: 30)).Values().ToListAsync().Soon());
        await scene.SeenOn(a, b);

        var stop = b.Flyte.DisposeAsync().Soon();
        await SeenAsync(a.Flyte, nodes => nodes.Any(node => node.Address == leaver && node.Status == NodeStatus.Leaving));
        hold.Open();
        await stop;
        await SeenAsync(a.Flyte, nodes => nodes.All(node => node.Address != leaver));

        Assert.Equal(Enumerable.Range(0, 30), await map);
    }

    private static async Task<IReadOnlyList<NodeInfo>> SeenAsync(FlyteRuntime node, Func<IReadOnlyList<NodeInfo>, bool> isExpected)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            var nodes = await node.ListNodesAsync(bound.Token);
            if (isExpected(nodes))
            {
                return nodes;
            }

            Assert.False(bound.IsCancellationRequested, $"It sees {string.Join(", ", nodes)}");
            await Task.Yield();
        }
    }
}
