using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class ResultsTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public ResultsTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task They_are_what_run_printed_for_machines()
    {
        var (_, printed) = await store.RunAsync("run", "double", "1", "-2", "3", "--json", "--id", "x");
        Assert.Equal(printed.OutLines, await store.LinesAsync("results", "x"));
    }

    [Fact]
    public async Task They_can_be_chosen()
    {
        await store.RunAsync("run", "double", "1", "-2", "3", "--concurrency", "1", "--id", "x");
        var all = await store.LinesAsync("results", "x");
        Assert.Equal(all[1..2], await store.LinesAsync("results", "x", "--failed"));
        Assert.Equal(all[2..], await store.LinesAsync("results", "x", "--from", "2"));
        Assert.Equal(all[1..], await store.LinesAsync("results", "x", "--as-completed", "--from", "1"));
        Assert.Empty(await store.LinesAsync("results", "x", "--from", "3"));
    }

    [Fact]
    public async Task Of_a_run_that_has_not_ended_there_is_what_is_recorded()
    {
        await halting.InterruptAsync(store, at: 2, "left", ["run", "step", "9", "0", "1", "--concurrency", "2", "--id", "left"]);
        var (code, console) = await store.RunAsync("results", "left");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("run left has not ended: ", console.Error, StringComparison.Ordinal);
        Assert.Equal(["""{"index":1,"value":0}""", """{"index":2,"value":10}"""], console.OutLines);
        Assert.Empty(await store.LinesAsync("results", "left", "--from", "3"));
    }

    [Fact]
    public async Task How_the_run_ended_is_said_beside_them()
    {
        await store.RunAsync("run", "double", "1", "-2", "3", "--fail-fast", "--concurrency", "1", "--id", "x");
        var (code, console) = await store.RunAsync("results", "x");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("-2 is negative", console.Error, StringComparison.Ordinal);
    }
}
