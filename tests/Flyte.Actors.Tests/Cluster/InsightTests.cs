using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What a run tells of itself it tells to every node, of all nodes.</summary>
[Collection(PostgresTests.Name)]
public sealed class InsightTests(StoredFleet fleet) : IClassFixture<StoredFleet>
{
    [PostgresFact]
    public async Task Every_node_is_told_what_failed()
    {
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index % 4 == 0 ? throw new FormatException($"{stage.Index} is bad") : stage.Index;
        });
        var run = await fleet.Client.Flyte.SubmitAsync(fleet.Client.Play.MapAsync(scene.Acts(100)), new RunOptions { Id = "fails" }).Soon();
        await run.WaitAsync().Soon();

        foreach (var other in fleet.All.Select(node => node.Flyte.GetRun<int>("fails")))
        {
            var group = Assert.Single((await other.GetFailuresAsync().Soon()).Groups);
            Assert.Equal(("FormatException", 25, 5), (group.Code, group.Count, group.Items.Count));
        }
    }

    [PostgresFact]
    public async Task Every_node_is_told_what_the_slots_of_all_do()
    {
        var gate = new Gate();
        using var scene = new Scene(async stage =>
        {
            await gate.OpenedAsync(stage.Cancellation);
            return stage.Index;
        });
        var run = await fleet.Client.Flyte.SubmitAsync(fleet.Client.Play.MapAsync(scene.Acts(60), concurrency: 30), new RunOptions { Id = "busy" }).Soon();
        await scene.HasBegun(30);
        await scene.SeenOn(fleet.Nodes);
        var names = fleet.Nodes.Select(node => NodeTest.AddressOf(node.Flyte)).ToArray();

        foreach (var other in fleet.All.Select(node => node.Flyte.GetRun<int>("busy")))
        {
            var running = (await other.GetActivityAsync().Soon()).Running;
            Assert.Equal((30, 30), (running.Count, running.Select(item => item.Slot).Distinct().Count()));
            Assert.Equal(names.Order(), running.Select(item => item.Node).Distinct().Order());
        }

        gate.Open();
        await run.WaitAsync().Soon();
        var spans = (await run.GetActivityAsync().Soon()).Spans;
        Assert.Equal((60, 0), (spans.Sum(span => span.Count), spans.Sum(span => span.Failed)));
        Assert.Equal(names.Order(), spans.Select(span => span.Node).Distinct().Order());
    }

    [PostgresFact]
    public async Task Every_node_is_told_what_items_have_called()
    {
        var gate = new Gate();
        var called = 0;
        using var scene = new Scene(async stage =>
        {
            var squares = await stage.Peer.Square.MapAsync([1, 2, 3]).Values().SumAsync(stage.Cancellation);
            Interlocked.Increment(ref called);
            await gate.OpenedAsync(stage.Cancellation);
            return squares;
        });
        var run = await fleet.Client.Flyte.SubmitAsync(fleet.Client.Play.MapAsync(scene.Acts(10), concurrency: 10), new RunOptions { Id = "calls" }).Soon();
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (Volatile.Read(ref called) < 10)
        {
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }

        await AssertAsync();
        gate.Open();
        await run.WaitAsync().Soon();
        await AssertAsync();

        async Task AssertAsync()
        {
            foreach (var other in fleet.All.Select(node => node.Flyte))
            {
                var first = await other.GetRun<int>("calls").ListChildrenAsync(new ChildQuery { Limit = 6 }).Soon();
                var second = await other.GetRun<int>("calls").ListChildrenAsync(new ChildQuery { Limit = 6, After = first.Next }).Soon();
                Assert.Equal(
                    Enumerable.Range(0, 10).Select(i => (i, $"calls/{i}/square_map-0", 3)),
                    first.Children.Concat(second.Children).Select(child => (child.Item, child.Run.Id, child.Run.Items.Succeeded)));
                Assert.Equal((6, null), (first.Children.Count, second.Next));
                var map = other.GetRun<int>("calls/3/square_map-0");
                Assert.Equal(RunPhase.Succeeded, (await map.GetInfoAsync().Soon()).Phase);
                Assert.Equal([("2", "4"), ("3", "9")], (await map.ListItemsAsync(new ItemQuery { From = 1 }).Soon()).Items.Select(item => (item.Input!, item.Result!)));
                Assert.Empty((await map.ListItemsAsync(new ItemQuery { Phase = ItemPhase.Failed }).Soon()).Items);
            }
        }
    }
}
