using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class PurgeTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public PurgeTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Runs_are_removed_by_their_ids()
    {
        await RunAsync("a", "b", "c");
        var (_, console) = await store.RunAsync("purge", "a", "c");
        Assert.Contains("2 runs are removed", console.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await store.RunAsync("show", "a")).Code);
        Assert.Equal(["b"], await IdsAsync());
        Assert.Equal(["2"], await store.LinesAsync("run", "double", "1", "--id", "a"));
    }

    [Fact]
    public async Task What_has_not_ended_is_not_removed_nor_are_those_named_with_it()
    {
        await RunAsync("a");
        await LeaveAsync();
        var (code, console) = await store.RunAsync("purge", "a", "left");
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("error: The run 'left' has not ended.\nEnd it first: 'Flyte.Node abort left'.", console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(["left", "a"], await IdsAsync());
    }

    [Fact]
    public async Task All_that_ended_long_ago_are_removed()
    {
        await RunAsync("a", "b");
        await LeaveAsync();
        await store.RunAsync("purge", "--ended-before", "1h");
        Assert.Equal(["left", "b", "a"], await IdsAsync());
        await store.RunAsync("purge", "--ended-before", "0s");
        Assert.Equal(["left"], await IdsAsync());
    }

    private async Task RunAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await store.RunAsync("run", "double", "1", "--id", id);
        }
    }

    private async Task LeaveAsync() => await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);

    private async Task<IEnumerable<string>> IdsAsync() => (await store.LinesAsync("runs")).Skip(1).Select(line => line.Split(' ')[0]);
}
