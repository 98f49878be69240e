using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>
/// Nodes that are cut off from the others, in networks of the test's own, and come back. All the while they reach the database, which
/// is a socket in a file: nothing but the cluster itself keeps a node that was cut off from recording.
/// </summary>
[Collection(ClusterProcesses.Name)]
public sealed class ClusterPartitionTests(PostgresServer server, ITestOutputHelper output) : ClusterKillTest(server, output), IAsyncLifetime
{
    private const int Items = 12_000;
    private const int Concurrency = 48;
    private const int First = 0;

    // So many times twenty bodies have begun when it happens: some have ended, and many are left.
    private const int Early = 25;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private NetHub? net;
    private CallerProcess? caller;

    private NetHub Net => net!;

    private CallerProcess Client => caller!;

    async Task IAsyncLifetime.DisposeAsync()
    {
        Output.WriteLine(string.Join('\n', caller?.All.Where(line => line.Length < 400) ?? []));
        caller?.Dispose();
        await EndAsync();
        net?.Dispose();
    }

    /// <summary>Alone with the database, the first of the seed nodes founds no other cluster when it is started again while it is still cut off.</summary>
    [PostgresFact]
    public async Task A_run_goes_on_when_the_node_that_holds_it_is_cut_off_and_comes_back()
    {
        await StartWithHolderAsync(First);
        await Nodes.Begun.Reaches(Early);

        await CutUntilLostAsync(First);
        await Nodes[First].SaysAsync("is in it already, as the database says");
        await HealAsync(First);
        await Nodes[First].UpAsync();

        await AssertUndisturbedAsync(await Client.ResultsAsync(LongestRun), Items, Concurrency);
    }

    [PostgresFact]
    public async Task A_run_goes_on_when_a_node_that_executes_its_items_is_cut_off_and_comes_back()
    {
        await StartWithHolderAsync(First);
        await Nodes.Begun.Reaches(Early);
        var victim = Enumerable.Range(1, Nodes.Count - 1).MaxBy(node => Nodes[node].Begun.Count);
        await Nodes[victim].Begun.Reaches(1);

        await CutUntilLostAsync(victim);
        await HealAsync(victim);
        await Nodes[victim].UpAsync();

        await AssertUndisturbedAsync(await Client.ResultsAsync(LongestRun), Items, Concurrency);
    }

    [PostgresFact]
    public async Task Nobody_is_given_up_for_short_cuts_and_nothing_is_executed_again()
    {
        await StartWithHolderAsync(First, stableAfter: TimeSpan.FromSeconds(25));
        await Nodes.Begun.Reaches(Early);
        foreach (var victim in new[] { First, 1 })
        {
            await Nodes[victim].Begun.Reaches(1);
            await CutAsync(victim);
            await Client.SaysAsync($"{NodeWatch.Silent} {Net.Sites[victim].Address}");
            await HealAsync(victim);
            await Client.SaysAsync($"{NodeWatch.Heard} {Net.Sites[victim].Address}");
        }

        await AssertUndisturbedAsync(await Client.ResultsAsync(LongestRun), Items, Concurrency);
        Assert.DoesNotContain(Client.All, line => line.StartsWith(NodeWatch.Lost, StringComparison.Ordinal));
        Assert.Equal(Nodes.Count, Nodes.All.Count);
        Assert.Equal(0, new BodyTimes(Nodes.All).AgainOf(Id));
    }

    /// <summary>A run is where it was begun, as long as that node is there: this one is alone when it begins.</summary>
    private async Task StartWithHolderAsync(int holder, TimeSpan? stableAfter = null)
    {
        var stable = stableAfter ?? StableAfter;
        net = await NetHub.CreateAsync(3);
        await MakeAsync(net.Sites, Pause, stable, bySocket: true);
        Nodes.Start(holder);
        await Nodes[holder].UpAsync();
        caller = new CallerProcess(net.Sites.Select(site => site.Address), NetHub.Host, net.Enter, Items, Concurrency, stable);
        await caller.SaysAsync("submitted");
        foreach (var other in Enumerable.Range(0, Nodes.Count).Where(node => node != holder))
        {
            Nodes.Start(other);
        }

        await Nodes.UpAsync();
        Assert.Equal(net.Sites[holder].Address, await caller.HolderAsync());
    }

    private async Task CutAsync(int node)
    {
        await Net.CutAsync(node);
        Nodes.Note($"node {node} is cut off");
    }

    private async Task HealAsync(int node)
    {
        await Net.HealAsync(node);
        Nodes.Note($"node {node} is no longer cut off");
    }

    // It ends itself, and is started again as by a service manager.
    private async Task CutUntilLostAsync(int node)
    {
        var cutOff = Nodes[node];
        await CutAsync(node);
        await Client.SaysAsync($"{NodeWatch.Lost} {Net.Sites[node].Address}");
        Nodes.Note($"node {node} is given up");
        Assert.Equal(Victim.Member.StartAgain, await cutOff.Ended.Soon());
    }
}
