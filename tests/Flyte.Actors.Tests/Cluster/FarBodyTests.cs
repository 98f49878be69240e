using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Bodies do on other nodes what they do at home: call, map, trace, fail, find what is cached.</summary>
public sealed class FarBodyTests(Fleet fleet) : IClassFixture<Fleet>
{
    [Fact]
    public async Task They_map_and_call_and_what_they_call_does_so_too()
    {
        Scene? inner = null;
        Scene? outer = null;
        using var below = inner = new Scene(async stage => await stage.Peer.Square.CallAsync(stage.Index));
        using var above = outer = new Scene(async stage =>
        {
            await outer!.SeenOn(fleet.Nodes);
            return await stage.Peer.Play.MapAsync(inner.Acts(20), concurrency: 5).Values().SumAsync(stage.Cancellation) + await stage.Peer.Square.CallAsync(stage.Index);
        });

        var results = await fleet.Client.Flyte.Map(fleet.Client.Play.MapAsync(outer.Acts(40))).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => 2470 + (i * i)), results);
        Assert.Equal(800, inner.Begun.Values.Sum());
    }

    [Fact]
    public async Task A_root_task_of_a_node_calls_others_on_all()
    {
        Scene? inner = null;
        using var below = inner = new Scene(async stage =>
        {
            await inner!.SeenOn(fleet.Nodes);
            return stage.Index;
        });
        using var above = new Scene(async stage => await stage.Peer.Play.MapAsync(inner.Acts(60)).Values().SumAsync(stage.Cancellation));

        Assert.Equal(1770, await fleet.C.Flyte.Map(fleet.C.Play.MapAsync(above.Acts(1))).Values().SingleAsync().Soon());
    }

    [Fact]
    public async Task They_call_tasks_that_not_all_nodes_have()
    {
        using var inner = new Scene(stage => Task.FromResult(stage.Index));
        using var outer = new Scene(async stage => await stage.Peer.Rare!.CallAsync(new Act(inner.Name, stage.Index)) + await stage.Peer.Square.CallAsync(stage.Index));

        var results = await fleet.Client.Flyte.Map(fleet.Rare.MapAsync(outer.Acts(10), concurrency: 2)).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i + (i * i)), results);
        Assert.Equal([("c", 10)], inner.Begun.Select(begun => (begun.Key, begun.Value)));
    }

    [Fact]
    public async Task Their_steps_are_not_executed_again_by_a_further_attempt_wherever_that_is()
    {
        var steps = new Tally();
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            var step = await TaskContext.TraceAsync("step", stage.Index, i =>
            {
                steps.Add();
                return Task.FromResult(10 * i);
            });
            await scene!.SeenOn(fleet.Nodes);
            return stage.Context.Attempt < 3 ? throw new FormatException("Not yet.") : step;
        });

        var results = await fleet.A.Flyte.Map(fleet.A.Shaky.MapAsync(scene.Acts(40))).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => 10 * i), results);
        Assert.Equal((40, 120), (steps.Count, scene.Begun.Values.Sum()));
    }

    [Fact]
    public async Task Their_errors_say_where_they_were_and_what_they_had()
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            throw new FormatException($"{stage.Peer.Name} {stage.Index}");
        });

        var results = await fleet.Client.Flyte.Map(fleet.Client.Shaky.MapAsync(scene.Acts(40))).ToListAsync().Soon();

        Assert.All(results, result =>
        {
            var error = result.Error!;
            Assert.Equal(("FormatException", ErrorKind.User, 4, result.Index, "peer.shaky"), (error.Code, error.Kind, error.Attempts, error.Index, error.Task));
            Assert.Contains($"{result.Index}", error.Input, StringComparison.Ordinal);
            var peer = fleet.Of(error.Message.Split(' ')[0]);
            Assert.Equal((fleet.AddressOf(peer), $"{peer.Name} {result.Index}"), (error.Node, error.Message));
        });
        Assert.Equal(160, scene.Begun.Values.Sum());
    }

    [Fact]
    public async Task The_first_failure_ends_a_map_that_fails_fast_and_the_others_are_cancelled()
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            await (stage.Index == 5 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation));
            throw new FormatException("five");
        });

        var error = await Assert.ThrowsAsync<TaskFailedException>(
            () => fleet.B.Flyte.Map(fleet.B.Play.MapAsync(scene.Acts(200), concurrency: 30)).Values().ToListAsync().Soon());

        Assert.Equal((5, "five"), (error.Error.Index, error.Error.Message));
    }

    [Fact]
    public async Task What_they_made_is_in_the_cache_of_the_node_of_the_run()
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            return 7 * stage.Index;
        });
        for (var i = 0; i < 2; i++)
        {
            var results = await fleet.A.Flyte.Map(fleet.A.Cached.MapAsync(scene.Acts(60))).Values().ToListAsync().Soon();
            Assert.Equal(Enumerable.Range(0, 60).Select(k => 7 * k), results);
        }

        Assert.Equal(60, scene.Begun.Values.Sum());
    }

    [Fact]
    public async Task Bodies_that_ignore_their_time_limit_end_as_at_home()
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            await (stage.Index % 2 == 0 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation));
            return stage.Index;
        });
        var play = fleet.Client.Play.With(options => options with { MaxRuntime = TimeSpan.FromSeconds(3) });

        var results = await fleet.Client.Flyte.Map(play.MapAsync(scene.Acts(20))).ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? null : ErrorCodes.MaxRuntimeExceeded), results.Select(r => r.Error?.Code));
    }
}
