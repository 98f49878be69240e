using System.Runtime.CompilerServices;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>
/// A store that an earlier version wrote: its files lie in Golden/1, as a run of this test with FLYTE_WRITE_GOLDEN=1 made them when
/// they were not there; no item fails in it, for errors name the machine. They are never made again for the same version of the format: whatever comes has to open them.
/// </summary>
public sealed class OldStoreTests : DurableTest
{
    private readonly Halt halt = new();
    private readonly Counts counts = new();
    private readonly FlyteTask<int, string> name;
    private readonly FlyteTask<int, string> main;

    public OldStoreTests()
    {
        name = Env.Task("name", (int x) => $"item {x} {counts.Add(x)}");
        main = Env.Task("main", async (int count) =>
        {
            var names = await name.MapAsync(Enumerable.Range(10, count).ToArray()).Select(r => r.Value).ToListAsync();
            names.Add(await name.CallAsync(100));
            await halt.PassAsync();
            names.Add(await name.CallAsync(101));
            return string.Join(", ", names);
        });
    }

    [Fact]
    public async Task Its_runs_are_read_and_go_on()
    {
        if (Environment.GetEnvironmentVariable("FLYTE_WRITE_GOLDEN") == "1" && !Directory.Exists(Golden()))
        {
            await WriteAsync();
        }

        halt.Free();
        foreach (var file in Directory.GetFiles(Golden()))
        {
            File.Copy(file, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(file)), overwrite: true);
        }

        await using (var looks = await StartAsync(Options with { ResumesRuns = false }).Soon())
        {
            await AssertCalledAsync(looks, single: 1);
        }

        await using var flyte = await StartAsync().Soon();
        var results = await flyte.GetRun<string>("ended").ResultsAsync().ToListAsync().AsTask().Soon();
        Assert.Equal(Enumerable.Range(0, 6).Select(x => $"item {x} 1"), results.Select(r => r.Value));
        Assert.Equal("item 10 1, item 11 1, item 100 1, item 101 1", (await flyte.GetRun<string>("going").ResultsAsync().SingleAsync().AsTask().Soon()).Value);
        await AssertCalledAsync(flyte, single: 2);
        Assert.Equal(["going", "ended"], (await flyte.ListRunsAsync().Soon()).Select(run => run.Id));
        Assert.All([0, 10, 100], x => Assert.InRange(counts[x], 0, 1));
    }

    // What that version did not show of runs that items had called, it had recorded.
    private static async Task AssertCalledAsync(FlyteRuntime flyte, int single)
    {
        var map = (await flyte.GetRun<string>("going/0/name_map-0").ListItemsAsync().Soon()).Items;
        Assert.Equal([("10", "\"item 10 1\""), ("11", "\"item 11 1\"")], map.Select(item => (item.Input!, item.Result!)));
        var calls = (await flyte.GetRun<string>("going/0/calls").ListItemsAsync().Soon()).Items;
        Assert.Equal(Enumerable.Range(100, single).Select(x => ("durable.name", $"{x}", $"\"item {x} 1\"")), calls.Select(item => (item.Task!, item.Input!, item.Result!)));
    }

    private async Task WriteAsync()
    {
        await using (var flyte = await StartAsync().Soon())
        {
            await (await flyte.SubmitAsync(name.MapAsync(Enumerable.Range(0, 6).ToArray()), new RunOptions { Id = "ended" }).Soon()).WaitAsync().Soon();
            await flyte.SubmitAsync(main.MapAsync([2]), new RunOptions { Id = "going" }).Soon();
            await halt.ReachedAsync();
        }

        Directory.CreateDirectory(Golden());
        foreach (var file in Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!).Where(f => f.EndsWith(".db", StringComparison.Ordinal)))
        {
            File.Copy(file, System.IO.Path.Combine(Golden(), System.IO.Path.GetFileName(file)));
        }
    }

    private static string Golden([CallerFilePath] string here = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "Golden", "1");
}
