using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Items of a stream are executed by all nodes, and nobody who reads their results notices.</summary>
public sealed class SpreadTests(Fleet fleet) : IClassFixture<Fleet>
{
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("client")]
    public async Task A_map_from_any_node_runs_on_all(string from)
    {
        using var scene = OnAll(stage => stage.Index * 10);
        var peer = fleet.Of(from);

        var results = await peer.Flyte.Map(peer.Play.MapAsync(scene.Acts(300), concurrency: 40)).ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (i, i * 10)), results.Select(r => (r.Index, r.Value)));
        Assert.Equal(["a", "b", "c"], scene.Begun.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(300, scene.Begun.Values.Sum());
    }

    [Fact]
    public async Task As_they_are_completed_all_results_come_once()
    {
        using var scene = OnAll(stage => stage.Index);

        var results = await fleet.A.Flyte.Map(fleet.A.Play.MapAsync(scene.Acts(300), concurrency: 40).AsCompleted()).ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 300), results.Select(r => r.Index).Order());
        Assert.All(results, r => Assert.Equal(r.Index, r.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Never_more_bodies_run_on_all_nodes_together_than_the_concurrency_and_no_fewer(int concurrency)
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.HasBegun(concurrency);
            await Task.Yield();
            return stage.Index;
        });

        var results = await fleet.B.Flyte.Map(fleet.B.Play.MapAsync(scene.Acts(200), concurrency)).ToListAsync().Soon();

        Assert.Equal(200, results.Count);
        Assert.Equal(concurrency, scene.InFlight.Most);
    }

    [Fact]
    public async Task Cheap_items_stay_at_home()
    {
        var results = await fleet.A.Flyte.Map(fleet.A.Square.MapAsync(Enumerable.Range(0, 20_000))).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 20_000).Select(x => x * x), results);
    }

    [Fact]
    public async Task A_task_that_one_node_has_runs_only_there()
    {
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index;
        });

        var results = await fleet.Client.Flyte.Map(fleet.Rare.MapAsync(scene.Acts(100))).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 100), results);
        Assert.Equal([("c", 100)], scene.Begun.Select(begun => (begun.Key, begun.Value)));
    }

    [Fact]
    public async Task Large_inputs_come_to_all_nodes_and_large_results_back()
    {
        var sizes = Enumerable.Range(0, 40).Select(i => 1000 * (i % 20 == 0 ? 900 : i)).ToArray();

        var inputs = await fleet.Client.Flyte.Map(fleet.Client.Size.MapAsync(sizes.Select(size => new string('y', size)))).Values().ToListAsync().Soon();
        var outputs = await fleet.Client.Flyte.Map(fleet.Client.Grow.MapAsync(sizes)).Values().ToListAsync().Soon();

        Assert.Equal(sizes, inputs);
        Assert.Equal(sizes, outputs.Select(text => text.Length));
    }

    [Fact]
    public async Task Payloads_that_are_too_large_are_errors_in_their_slots()
    {
        var size = 1024 * 1024;

        var inputs = await fleet.Client.Flyte.Map(fleet.Client.Size.MapAsync(["one", new string('y', size), "three"])).ToListAsync().Soon();
        var outputs = await fleet.Client.Flyte.Map(fleet.Client.Grow.MapAsync([1, size, 3])).ToListAsync().Soon();

        Assert.Equal([null, ErrorCodes.PayloadTooLarge, null], inputs.Select(r => r.Error?.Code));
        Assert.Equal([null, ErrorCodes.PayloadTooLarge, null], outputs.Select(r => r.Error?.Code));
        Assert.Equal((3, "x", "xxx"), (inputs[0].Value, outputs[0].Value, outputs[2].Value));
    }

    [Fact]
    public async Task Bodies_on_other_nodes_are_cancelled_when_nobody_reads_the_stream_any_more()
    {
        var cancelled = new Tally();
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            if (stage.Index == 0)
            {
                await scene!.SeenOn(fleet.Nodes);
                return 0;
            }

            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation);
                return 0;
            }
            finally
            {
                cancelled.Add();
            }
        });
        using var stop = new CancellationTokenSource();

        await foreach (var first in fleet.A.Flyte.Map(fleet.A.Play.MapAsync(scene.Acts(60), concurrency: 30)))
        {
            Assert.Equal(0, first.Index);
            break;
        }

        await cancelled.Reaches(scene.Begun.Values.Sum() - 1);
        Assert.Equal(0, scene.InFlight.Now);
    }

    [Fact]
    public async Task Many_maps_of_many_nodes_at_once_are_exact()
    {
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index;
        });
        var maps = Enumerable.Range(0, 24).Select(i => new[] { fleet.A, fleet.B, fleet.C, fleet.Client }[i % 4])
            .Select(peer => peer.Flyte.Map(peer.Play.MapAsync(scene.Acts(100), concurrency: 20)).Values().SumAsync().AsTask());

        Assert.All(await Task.WhenAll(maps).Soon(), sum => Assert.Equal(4950, sum));
        Assert.Equal(2400, scene.Begun.Values.Sum());
    }

    /// <summary>Bodies that wait until all nodes have some.</summary>
    private Scene OnAll(Func<Stage, int> result)
    {
        Scene? scene = null;
        return scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            return result(stage);
        });
    }
}
