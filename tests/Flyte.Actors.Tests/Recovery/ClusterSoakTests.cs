using System.Globalization;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>
/// A run of which one node after the other is killed and started again. FLYTE_TEST_CLUSTER_ITEMS says how many items it has,
/// FLYTE_TEST_CLUSTER_SECONDS how long after one kill the next one comes, as soon as all nodes are up, and FLYTE_TEST_CLUSTER_SEED
/// which nodes it hits when. In full it has 100,000 items and a kill each 15 seconds.
/// </summary>
[Collection(ClusterProcesses.Name)]
public sealed class ClusterSoakTests(PostgresServer server, ITestOutputHelper output) : ClusterKillTest(server, output)
{
    private const int Concurrency = 96;
    private const int Fewest = 12_000;

    // Where the time does not say it, a node is killed when between so many and twice so many bodies have begun since the last was up again.
    private const int BetweenKills = 3000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static int Items => Setting("FLYTE_TEST_CLUSTER_ITEMS") ?? Fewest;

    private static TimeSpan? BetweenTimes => Setting("FLYTE_TEST_CLUSTER_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private protected override TimeSpan LongestRun => base.LongestRun * Math.Max(1, Items / Fewest);

    [PostgresFact]
    public async Task A_run_outlives_every_node_in_turn()
    {
        var seed = Setting("FLYTE_TEST_CLUSTER_SEED") ?? Environment.TickCount;
        Output.WriteLine($"FLYTE_TEST_CLUSTER_SEED={seed}");
        var random = new Random(seed);
        await StartAsync(Pause);
        await using var client = await Nodes.ClientAsync();
        var run = await SubmitAsync(client, Items, Concurrency);
        var results = ReadAsync(run);

        var kills = 0;
        while (BetweenTimes is { } between ? await PassedAsync(between, results) : await BegunAsync(random.Next(BetweenKills, 2 * BetweenKills), results))
        {
            await Nodes.UpAsync();
            var victim = random.Next(Nodes.Count);
            await Nodes.KillAsync(victim);
            Nodes.Start(victim);
            kills++;
            if (BetweenTimes is null)
            {
                await Nodes.UpAsync();
            }
        }

        Output.WriteLine($"{kills} kills");
        Assert.NotEqual(0, kills);
        await AssertUndisturbedAsync(await results, Items, Concurrency);
    }

    /// <summary>Waits for so long; false when the run has ended before.</summary>
    private static async Task<bool> PassedAsync(TimeSpan time, Task results) => await Task.WhenAny(Task.Delay(time), results) != results;

    /// <summary>Waits for so many bodies more; false when the run has ended before.</summary>
    private async Task<bool> BegunAsync(int more, Task results)
    {
        var reached = Nodes.Begun.Reaches(Nodes.Begun.Count + (more / Member.Stride));
        return await Task.WhenAny(reached, results) == reached && reached.IsCompletedSuccessfully;
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
