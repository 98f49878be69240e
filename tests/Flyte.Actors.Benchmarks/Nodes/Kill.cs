using System.Diagnostics;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Benchmarks;

/// <summary>What it came to when a node was killed in the middle of a map.</summary>
internal sealed record Kill
{
    private const int KilledAt = 3;
    private const string Id = "killed";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    /// <summary>How long the map took.</summary>
    public required double TotalMs { get; init; }

    /// <summary>How much of that came after the kill.</summary>
    public required double AfterKillMs { get; init; }

    /// <summary>The items that have no result.</summary>
    public required long Lost { get; init; }

    /// <summary>The results that came twice, or were others when they were read again.</summary>
    public required long Twice { get; init; }

    /// <summary>The bodies that ran more than once, each time after the first.</summary>
    public required long Rerun { get; init; }

    /// <summary>A stream that is read here, while a node that executes its items is killed.</summary>
    public static async Task<Kill> OfExecutorAsync(Fleet fleet, FlyteRuntime home, NodeTasks tasks, int items, int concurrency)
    {
        var stream = home.Map(tasks.Noted.MapAsync(Check.Inputs(items), concurrency).AsCompleted());
        var (kill, tally) = await ReadAsync(fleet, stream, items, () => Task.FromResult(fleet.Processes[^1]));
        return kill with { Twice = tally.Twice };
    }

    /// <summary>A recorded run of the cluster, while the node that holds it is killed.</summary>
    public static async Task<Kill> OfHolderAsync(Fleet fleet, FlyteRuntime client, NodeTasks tasks, int items, int concurrency)
    {
        var run = await client.SubmitAsync(tasks.Noted.MapAsync(Check.Inputs(items), concurrency), new RunOptions { Id = Id });
        var (kill, tally) = await ReadAsync(fleet, run.ResultsAsync(asCompleted: true), items, async () =>
        {
            var address = await RunFinder.FindAsync(client.System, Id);
            return fleet.Processes.Single(node => node.Port == address.Port);
        });
        var again = new ExactTally();
        await foreach (var result in run.ResultsAsync(asCompleted: true))
        {
            again.Add(result);
        }

        return kill with { Lost = Math.Max(kill.Lost, again.LostOf(items)), Twice = tally.Twice + again.Twice + tally.ChangedIn(again) };
    }

    private static async Task<(Kill Kill, ExactTally Tally)> ReadAsync(
        Fleet fleet, IAsyncEnumerable<ItemResult<Ran>> results, int items, Func<Task<NodeProcess>> victim)
    {
        var tally = new ExactTally();
        var (count, started, killed) = (0, Stopwatch.GetTimestamp(), 0L);
        await ReadAllAsync().WaitAsync(Limit);

        var kill = new Kill
        {
            TotalMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            AfterKillMs = Stopwatch.GetElapsedTime(killed).TotalMilliseconds,
            Lost = tally.LostOf(items),
            Twice = tally.Twice,
            Rerun = fleet.CountNoted().Sum(times => Math.Max(0L, times - 1)),
        };
        return (kill, tally);

        async Task ReadAllAsync()
        {
            await foreach (var result in results)
            {
                tally.Add(result);
                if (++count == Math.Max(1, items / KilledAt))
                {
                    await fleet.KillAsync(await victim());
                    killed = Stopwatch.GetTimestamp();
                }
            }
        }
    }
}
