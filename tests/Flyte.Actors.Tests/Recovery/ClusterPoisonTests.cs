using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>An item that ends the node which holds its run is an error after three deaths, wherever the run goes on.</summary>
[Collection(ClusterProcesses.Name)]
public sealed class ClusterPoisonTests(PostgresServer server, ITestOutputHelper output) : ClusterKillTest(server, output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_takes_three_deaths_on_whatever_node(bool isNested)
    {
        await StartAsync(TimeSpan.Zero, startsAgain: true);
        await using var client = await Nodes.ClientAsync();
        var options = new RunOptions { Id = Id };

        var shown = isNested
            ? await client.RunAsync(Nodes.Work.Nest, Poison.Items, options).WaitAsync(Longest)
            : await ReadAsync(await client.SubmitAsync(Nodes.Work.Bite.MapAsync(Enumerable.Range(0, Poison.Items).ToArray(), concurrency: 4), options).WaitAsync(Longest));

        var expected = Enumerable.Range(0, Poison.Items).Select(x => x == Poison.Deadly ? $"{ErrorCodes.WorkerLost} 3" : $"{2 * x}");
        Assert.Equal(expected, shown);
        // It may begin once more before a node that it ended is back, and says so.
        Assert.InRange(Nodes.All.Count(node => node.EndedAt is not null), 3, int.MaxValue);
    }

    private static async Task<List<string>> ReadAsync(RunHandle<int> run) =>
        await run.ResultsAsync().Select(Poison.Show).ToListAsync().AsTask().WaitAsync(Longest);
}
