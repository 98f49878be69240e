using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Recorded runs are the cluster's: every node starts them, sees them and does with them what it wants, wherever they are.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedRunsTests(StoredFleet fleet) : IClassFixture<StoredFleet>
{
    public static TheoryData<string> Names => ["a", "b", "client"];

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task A_run_that_any_node_submits_runs_on_all_and_is_seen_by_all(string from)
    {
        using var scene = OnAll();
        var (peer, id) = (fleet.Of(from), $"submitted-{from}");

        var run = await peer.Flyte.SubmitAsync(peer.Play.MapAsync(scene.Acts(200), concurrency: 30), new RunOptions { Id = id, Name = "seen" }).Soon();
        await run.WaitAsync().Soon();

        foreach (var other in fleet.All.Select(node => node.Flyte))
        {
            var results = await other.GetRun<int>(id).ResultsAsync().ToListAsync().Soon();
            Assert.Equal(Enumerable.Range(0, 200).Select(i => (i, i)), results.Select(r => (r.Index, r.Value)));
            var info = await other.GetRun<int>(id).GetInfoAsync().Soon();
            Assert.Equal((RunPhase.Succeeded, 200, "seen"), (info.Phase, info.Items.Succeeded, info.Name));
            var items = await other.GetRun<int>(id).ListItemsAsync(new ItemQuery { From = 150 }).Soon();
            Assert.Equal(Enumerable.Range(150, 50).Select(i => (i, $"{i}")), items.Items.Select(item => (item.Index, item.Result!)));
            await ListsAsync(other, new RunQuery { Name = "seen" }, id, RunPhase.Succeeded);
        }

        Assert.Equal((200, 2), (scene.Begun.Values.Sum(), scene.Begun.Count));
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task A_root_task_that_any_node_runs_calls_others_on_all(string from)
    {
        using var inner = OnAll();
        using var root = new Scene(async stage => await stage.Peer.Play.MapAsync(inner.Acts(60)).Values().SumAsync(stage.Cancellation) + await stage.Peer.Square.CallAsync(3));
        var peer = fleet.Of(from);

        Assert.Equal(1779, await peer.Flyte.RunAsync(peer.Play, new Act(root.Name, 0)).Soon());
        Assert.Equal((60, 1), (inner.Begun.Values.Sum(), root.Begun.Values.Sum()));
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Any_node_resizes_and_aborts_a_run(string from)
    {
        using var scene = Waiting();
        var id = $"aborted-{from}";
        await fleet.A.Flyte.SubmitAsync(fleet.A.Play.MapAsync(scene.Acts(50), concurrency: 2), new RunOptions { Id = id }).Soon();
        var run = fleet.Of(from).Flyte.GetRun<int>(id);
        await scene.HasBegun(2);

        await run.ResizeAsync(20).Soon();
        await scene.HasBegun(20);
        await run.Until(info => info.Items.Total == 50);
        var waiting = Enumerable.Range(0, 50).Except(scene.Items).Last();
        await run.AbortItemAsync(waiting, "no more of it").Soon();
        await run.AbortAsync("enough").Soon();
        var end = await run.WaitAsync().Soon();

        Assert.Equal((RunPhase.Aborted, 50, 20), (end.Phase, end.Items.Aborted, end.Concurrency));
        Assert.Equal((20, 0), (scene.Begun.Values.Sum(), scene.InFlight.Now));
        foreach (var other in fleet.All.Select(node => node.Flyte.GetRun<int>(id)))
        {
            var items = (await other.ListItemsAsync(new ItemQuery()).Soon()).Items;
            Assert.Equal(Enumerable.Range(0, 50).Select(index => index == waiting ? "no more of it" : "enough"), items.Select(item => item.Error!.Message));
        }
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Any_node_recovers_a_run_and_purges_it(string from)
    {
        var fails = true;
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return fails && stage.Index % 2 == 1 ? throw new FormatException("odd") : stage.Index;
        });
        var (flyte, id) = (fleet.Of(from).Flyte, $"purged-{from}");
        var first = await fleet.B.Flyte.SubmitAsync(fleet.B.Play.MapAsync(scene.Acts(40)), new RunOptions { Id = id }).Soon();
        var failed = await first.WaitAsync().Soon();
        fails = false;

        var again = flyte.GetRun<int>(await flyte.RerunAsync(id, new RerunOptions { Recover = true }).Soon());
        var end = await again.WaitAsync().Soon();

        Assert.Equal((20, 20), (failed.Items.Succeeded, failed.Items.Failed));
        Assert.Equal((RunPhase.Succeeded, 20, id, 60), (end.Phase, end.Items.Recovered, end.RerunOf, scene.Begun.Values.Sum()));
        Assert.Equal(Enumerable.Range(0, 40), (await again.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        await flyte.GetRun<int>(id).PurgeAsync().Soon();
        foreach (var other in fleet.All.Select(node => node.Flyte))
        {
            await Assert.ThrowsAsync<RunRejectedException>(() => other.GetRun<int>(id).GetInfoAsync().Soon());
            await UntilAsync(async () => (await other.ListRunsAsync()).All(run => run.Id != id));
        }
    }

    [PostgresFact]
    public async Task What_one_node_has_cached_the_others_find()
    {
        using var scene = OnAll();
        await RunAsync(fleet.A);

        // Results may be seen a moment before they are in the cache.
        await UntilAsync(async () =>
        {
            var before = scene.Begun.Values.Sum();
            await RunAsync(fleet.B);
            return scene.Begun.Values.Sum() == before;
        });

        async Task RunAsync(Peer peer)
        {
            var run = await peer.Flyte.SubmitAsync(peer.Cached.MapAsync(scene.Acts(40))).Soon();
            Assert.Equal(Enumerable.Range(0, 40), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        }
    }

    [PostgresFact]
    public async Task Wherever_a_run_is_held_it_takes_over_what_is_cached()
    {
        using var scene = OnAll();
        var acts = scene.Acts(30);
        await RunAsync();

        // Results may be seen a moment before they are in the cache, once for each node that holds the run.
        await UntilAsync(async () => await BegunByAsync(8) == 0);

        Assert.Equal(0, await BegunByAsync(8));

        async Task<int> BegunByAsync(int runs)
        {
            var before = scene.Begun.Values.Sum();
            for (var run = 0; run < runs; run++)
            {
                await RunAsync();
            }

            return scene.Begun.Values.Sum() - before;
        }

        async Task RunAsync()
        {
            var run = await fleet.Client.Flyte.SubmitAsync(fleet.Client.Cached.MapAsync(acts)).Soon();
            Assert.Equal(Enumerable.Range(0, 30), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        }
    }

    [PostgresFact]
    public async Task Large_inputs_and_results_are_read_by_a_client()
    {
        var sizes = Enumerable.Range(0, 30).Select(i => i % 10 == 0 ? 900_000 : 10_000 * i).ToArray();
        var (client, other) = (fleet.Client.Flyte, fleet.B.Flyte);

        var inputs = await client.SubmitAsync(fleet.Client.Size.MapAsync(sizes.Select(size => new string('y', size)))).Soon();
        var outputs = await client.SubmitAsync(fleet.Client.Grow.MapAsync(sizes)).Soon();

        Assert.Equal(sizes, (await inputs.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal(sizes, (await outputs.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value.Length));
        Assert.Equal(sizes, (await other.GetRun<string>(outputs.Id).ResultsAsync().ToListAsync().Soon()).Select(r => r.Value.Length));
    }

    [PostgresFact]
    public async Task A_run_of_an_id_that_there_is_already_is_taken_for_this_one_by_every_node()
    {
        using var scene = OnAll();
        foreach (var peer in fleet.All)
        {
            var run = await peer.Flyte.SubmitAsync(peer.Play.MapAsync(scene.Acts(20)), new RunOptions { Id = "once" }).Soon();
            Assert.Equal(Enumerable.Range(0, 20), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        }

        Assert.Equal(20, scene.Begun.Values.Sum());
        await Assert.ThrowsAsync<RunRejectedException>(
            () => fleet.Client.Flyte.SubmitAsync(fleet.Client.Square.MapAsync([1]), new RunOptions { Id = "once" }).Soon());
    }

    /// <summary>Some of the runs are held by the node that has not the task.</summary>
    [PostgresFact]
    public async Task Runs_of_a_task_that_one_node_has_run_only_there()
    {
        using var scene = new Scene(async stage =>
        {
            await Task.Yield();
            return stage.Index;
        });
        for (var i = 0; i < 8; i++)
        {
            var run = await fleet.Client.Flyte.SubmitAsync(fleet.Rare.MapAsync(scene.Acts(20))).Soon();
            Assert.Equal(Enumerable.Range(0, 20), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        }

        Assert.Equal([("b", 160)], scene.Begun.Select(begun => (begun.Key, begun.Value)));
    }

    [PostgresFact]
    public async Task Runs_of_a_cached_task_that_one_node_has_run_only_there()
    {
        var cached = fleet.Rare.With(options => options with { Cache = Cache.Auto with { Version = "1" } });
        for (var i = 0; i < 8; i++)
        {
            using var scene = new Scene(stage => Task.FromResult(stage.Index));
            var run = await fleet.Client.Flyte.SubmitAsync(cached.MapAsync(scene.Acts(20))).Soon();
            Assert.Equal(Enumerable.Range(0, 20), (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        }
    }

    [PostgresFact]
    public async Task A_run_of_a_task_that_no_node_has_says_so()
    {
        var run = await fleet.Client.Flyte.SubmitAsync(fleet.Unknown.MapAsync([1])).Soon();

        var info = await run.Until(info => info.Notice is not null);

        Assert.Equal("No node of the cluster that executes items has task 'peer.unknown': start one that has.", info.Notice);
        await run.AbortAsync().Soon();
    }

    private static Scene Waiting() => new(async stage =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stage.Cancellation);
        return 0;
    });

    /// <summary>Bodies that wait until all nodes have some.</summary>
    private Scene OnAll()
    {
        Scene? scene = null;
        return scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            return stage.Index;
        });
    }

    private static async Task ListsAsync(FlyteRuntime flyte, RunQuery query, string id, RunPhase phase) =>
        await UntilAsync(async () => (await flyte.ListRunsAsync(query)).Any(run => run.Id == id && run.Phase == phase));

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!await isReached().Soon())
        {
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }
}
