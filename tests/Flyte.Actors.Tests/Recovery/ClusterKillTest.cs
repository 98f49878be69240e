using Flyte.Actors.Cluster;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A cluster of processes with a database of its own, and a run that goes on whatever happens to them.</summary>
public abstract class ClusterKillTest(PostgresServer server, ITestOutputHelper output) : StoreTest(server), IAsyncLifetime
{
    internal const string Id = Caller.Id;

    internal static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(3);

    private const int Slots = 64;

    private MemberProcesses? nodes;
    private FlyteStore store = FlyteStore.Memory;

    internal MemberProcesses Nodes => nodes!;

    /// <summary>Whatever happens, and on a machine that has other things to do.</summary>
    private protected virtual TimeSpan LongestRun => TimeSpan.FromMinutes(4);

    internal ITestOutputHelper Output => output;

    Task IAsyncLifetime.DisposeAsync() => EndAsync();

    internal async Task EndAsync()
    {
        if (nodes is { } cluster)
        {
            await cluster.DisposeAsync();
            foreach (var line in cluster.Events)
            {
                output.WriteLine(line);
            }

            foreach (var (process, number) in cluster.All.Select((process, number) => (process, number)))
            {
                output.WriteLine($"--- process {number}:");
                output.WriteLine(string.Join('\n', process.Said.TakeLast(40)));
            }
        }
    }

    /// <summary>Starts the nodes, and waits until they are up.</summary>
    internal async Task StartAsync(TimeSpan pause, int count = 3, bool startsAgain = false)
    {
        await MakeAsync(Site.OnLoopback(count), pause, StableAfter, startsAgain: startsAgain);
        await Nodes.StartAsync();
    }

    /// <summary>Makes the nodes and their database, and starts none of them.</summary>
    internal async Task MakeAsync(IReadOnlyList<Site> sites, TimeSpan pause, TimeSpan stableAfter, bool bySocket = false, bool startsAgain = false)
    {
        var address = await Server.CreateDatabaseAsync();
        store = FlyteStore.Parse(address);
        var (seeds, near) = (sites.Select(site => site.Address).ToArray(), bySocket ? await PostgresServer.BySocketAsync(address) : address);
        nodes = new MemberProcesses(
            sites, (node, log) => new Victim.Member(seeds[node], seeds, NodeRoles.Both, Slots, near, log, pause, stableAfter), Folder)
        { StartsAgain = startsAgain };
    }

    /// <summary>Submits the run.</summary>
    internal async Task<RunHandle<long>> SubmitAsync(FlyteRuntime client, int items, int concurrency)
    {
        var run = await client.SubmitAsync(
            Nodes.Work.Item.MapAsync(Enumerable.Range(0, items).ToArray(), concurrency), new RunOptions { Id = Id }).Soon();
        Nodes.Note("the run is submitted");
        return run;
    }

    /// <summary>Reads all results, which takes until the run ends.</summary>
    internal async Task<List<long>> ReadAsync(RunHandle<long> run)
    {
        var results = await run.ResultsAsync().Select(result => result.Value).ToListAsync().AsTask().WaitAsync(LongestRun);
        Nodes.Note("the run has ended");
        return results;
    }

    /// <summary>The node that holds the run.</summary>
    internal async Task<int> HolderAsync(FlyteRuntime client) =>
        Nodes.NodeAt(ItemNodes.NameOf(await RunFinder.FindAsync(client.System, Id).Soon()));

    /// <summary>All is as if nothing had happened, and no more was executed at once than should be.</summary>
    internal async Task AssertUndisturbedAsync(List<long> results, int items, int concurrency)
    {
        Assert.Equal(Enumerable.Range(0, items).Select(NodeWork.ResultOf), results);
        await Nodes.EndAsync();
        await AssertRecordedOnceAsync("node.item", items, withErrors: true);
        await AssertRecordedOnceAsync("node.inner", (items + NodeWork.CallsEvery - 1) / NodeWork.CallsEvery * NodeWork.Calls, withErrors: false);
        var bodies = new BodyTimes(Nodes.All);
        output.WriteLine($"{bodies.Count} bodies, {bodies.AgainOf(Id)} of them again, at most {bodies.MostOf(Id)} at once");
        Assert.Empty(bodies.Runs.SelectMany(bodies.TwiceAtOnce));
        Assert.InRange(bodies.MostOf(Id), 1, concurrency);
    }

    private async Task AssertRecordedOnceAsync(string task, int items, bool withErrors)
    {
        var recorded = await RecordedWork.CountAsync(store, Id, task, withErrors);
        Assert.Equal(items, recorded.Count);
        Assert.Empty(recorded.Where(r => r.Value != 1).Select(r => $"Item {r.Key} of {task} was recorded {r.Value} times."));
    }
}
