using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>Nodes that are killed or stand still, and runs that go on without help.</summary>
[Collection(ClusterProcesses.Name)]
public sealed class ClusterKillTests(PostgresServer server, ITestOutputHelper output) : ClusterKillTest(server, output)
{
    private const int Items = 3000;
    private const int Concurrency = 24;

    // So many times twenty bodies have begun when it happens: some have ended, and many are left.
    private const int Early = 25;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [PostgresFact]
    public async Task A_run_outlives_a_node_that_executes_its_items()
    {
        await StartAsync(Pause);
        await using var client = await Nodes.ClientAsync();
        var (results, holder) = await BegunAsync(client);
        var victim = BusiestBut(holder);

        await Nodes.KillAsync(victim);
        Nodes.Start(victim);

        await AssertUndisturbedAsync(await results, Items, Concurrency);
    }

    [PostgresFact]
    public async Task A_run_outlives_the_node_that_holds_it()
    {
        await StartAsync(Pause);
        await using var client = await Nodes.ClientAsync();
        var (results, holder) = await BegunAsync(client);

        await Nodes.KillAsync(holder);
        Nodes.Start(holder);

        await AssertUndisturbedAsync(await results, Items, Concurrency);
    }

    [PostgresFact]
    public async Task A_run_outlives_the_node_that_holds_it_and_one_that_executes_at_once()
    {
        await StartAsync(Pause, count: 5);
        await using var client = await Nodes.ClientAsync();
        var (results, holder) = await BegunAsync(client);
        var victim = BusiestBut(holder);

        await Task.WhenAll(Nodes.KillAsync(holder), Nodes.KillAsync(victim));
        Nodes.Start(holder);
        Nodes.Start(victim);

        await AssertUndisturbedAsync(await results, Items, Concurrency);
    }

    [PostgresFact]
    public async Task A_run_outlives_all_nodes_at_once()
    {
        await StartAsync(Pause);
        await using (var client = await Nodes.ClientAsync())
        {
            await SubmitAsync(client, Items, Concurrency);
            await Nodes.Begun.Reaches(Early);
        }

        await Task.WhenAll(Enumerable.Range(0, Nodes.Count).Select(Nodes.KillAsync));
        var begun = Nodes.Begun.Count;
        await Nodes.StartAsync();

        // Nobody asks for it before it has gone on by itself.
        await Nodes.Begun.Reaches(begun + 1);
        await using var other = await Nodes.ClientAsync();
        await AssertUndisturbedAsync(await ReadAsync(other.GetRun<long>(Id)), Items, Concurrency);
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_stands_still_is_given_up_and_ends_when_it_wakes(bool holdsRun)
    {
        await StartAsync(Pause);
        await using var client = await Nodes.ClientAsync();
        var (results, holder) = await BegunAsync(client);
        var victim = holdsRun ? holder : (holder + 1) % Nodes.Count;

        var sleeper = Nodes[victim];
        await sleeper.PauseAsync();
        Nodes.Note($"node {victim} stands still; the run is on node {holder}");
        await Nodes.LostAsync(client, victim);
        Nodes.Note($"node {victim} is given up");
        await sleeper.WakeAsync();
        Assert.Equal(Victim.Member.StartAgain, await sleeper.Ended.Soon());
        await Nodes[victim].UpAsync();

        await AssertUndisturbedAsync(await results, Items, Concurrency);
    }

    /// <summary>A run of which some items have ended, and many are left.</summary>
    private async Task<(Task<List<long>> Results, int Holder)> BegunAsync(FlyteRuntime client)
    {
        var results = ReadAsync(await SubmitAsync(client, Items, Concurrency));
        await Nodes.Begun.Reaches(Early);
        return (results, await HolderAsync(client));
    }

    private int BusiestBut(int holder)
    {
        var busiest = Enumerable.Range(0, Nodes.Count).Where(node => node != holder).MaxBy(node => Nodes[node].Begun.Count);
        Assert.NotEqual(0, Nodes[busiest].Begun.Count);
        return busiest;
    }
}
