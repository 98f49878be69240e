using Flyte.Actors.Tests.Chaos.Faults;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>Runs that go on for a while, during which one thing after the other goes wrong with the processes that hold them.</summary>
public abstract class ChaosTest(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int LastLines = 12;
    private const int MostLines = 40;
    private const int MostOfStories = 400;

    private protected readonly ChaosClient client = new();
    private readonly ChaosPace pace = new();

    private protected TempFolder Folder { get; } = new();

    private protected MemberProcesses? Nodes { get; set; }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => EndAsync();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual async Task EndAsync()
    {
        if (Nodes is { } nodes)
        {
            await nodes.DisposeAsync();
            foreach (var (number, process) in nodes.All.Index())
            {
                output.WriteLine($"--- process {number}:");
                output.WriteLine(string.Join('\n', process.Said.TakeLast(LastLines)));
            }
        }
    }

    /// <summary>Has runs go on and all of it happen to them, and looks at what has come of them.</summary>
    /// <param name="faults">What happens.</param>
    /// <param name="store">Finds what the nodes have recorded, when they have ended.</param>
    /// <param name="isAlone">Whether there is one node.</param>
    internal async Task RunAsync(IReadOnlyList<IChaosFault> faults, Func<Task<FlyteStore>> store, bool isAlone)
    {
        var seed = ChaosSettings.Seed;
        output.WriteLine($"FLYTE_TEST_CHAOS_SEED={seed} FLYTE_TEST_CHAOS_SECONDS={ChaosSettings.Length.TotalSeconds}");
        var (load, story) = (new ChaosLoad(client, pace, seed), new ChaosStory(ChaosSettings.Among(faults), pace, Nodes!.Note, seed));
        string? standstill = null;
        try
        {
            var running = load.RunAsync();
            try
            {
                await story.TellAsync(ChaosSettings.Length);
            }
            catch (TimeoutException e)
            {
                standstill = e.Message;
            }
            finally
            {
                load.Stop();
            }

            await running;
            await load.ReadAgainAsync();
        }
        finally
        {
            Nodes.Events.ToList().ForEach(output.WriteLine);
        }

        await Nodes.EndAsync();
        var journal = await ChaosJournal.ReadAsync(await store(), load.Records.Select(record => record.Run.Id));
        var summary = new ChaosSummary(story, load, client, pace, journal, Nodes.All) { IsAlone = isAlone };
        summary.Lines().ToList().ForEach(output.WriteLine);
        string[] wrong = [.. standstill is null ? Array.Empty<string>() : [standstill], .. summary.Lost(), .. summary.Doubled(), .. summary.OverLimit()];
        summary.Stories(wrong).Take(MostOfStories).ToList().ForEach(output.WriteLine);
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Take(MostLines)));
    }

    /// <summary>The clocks of so many nodes; none where they cannot be set.</summary>
    private protected IReadOnlyList<FakeClock> Clocks(int count)
    {
        if (FakeClock.Missing is { } reason)
        {
            output.WriteLine(reason);
            return [];
        }

        return [.. Enumerable.Range(0, count).Select(node => new FakeClock(Folder.File($"clock-{node}")))];
    }

    /// <summary>What each node is told of its clock.</summary>
    private protected static Circumstances Under(int count, IReadOnlyList<FakeClock> clocks) =>
        new([.. Enumerable.Range(0, count).Select(node => clocks.Count == 0 ? [] : clocks[node].Settings)]);

    /// <summary>What happens to processes whatever they are.</summary>
    private protected static IEnumerable<IChaosFault> Everywhere(MemberProcesses nodes, Circumstances under, IReadOnlyList<FakeClock> clocks) =>
    [
        new Killed(nodes),
        new Scarce(nodes, under, "memory scarce", "DOTNET_GCHeapHardLimit=0x5000000"),
        new Scarce(nodes, under, "threads scarce", "DOTNET_PROCESSOR_COUNT=1", "DOTNET_ThreadPool_ForceMaxWorkerThreads=4"),
        .. clocks.Count == 0 ? [] : new IChaosFault[] { new ClockSet(clocks, "clock forward", +1), new ClockSet(clocks, "clock back", -1) },
    ];
}
