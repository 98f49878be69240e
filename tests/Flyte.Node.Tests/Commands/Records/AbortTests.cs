using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class AbortTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public AbortTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_run_that_was_left_is_ended_and_stays_so()
    {
        await LeaveAsync();
        var (code, console) = await store.RunAsync("abort", "left", "--reason", "Enough.");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("run left is aborted: 1 of its 3 items were done before", console.Error, StringComparison.Ordinal);

        Assert.Equal("aborted", (await store.ShowAsync("left")).GetProperty("phase").GetString());
        var failed = await store.LinesAsync("results", "left", "--failed");
        Assert.Equal(2, failed.Length);
        Assert.All(failed, line => Assert.Contains("\"code\":\"Aborted\",\"message\":\"Enough.\"", line, StringComparison.Ordinal));
        var before = halting.Executions;
        Assert.Equal(ExitCode.Failed, (await store.RunAsync("resume", "left")).Code);
        Assert.Equal(before, halting.Executions);
    }

    [Fact]
    public async Task An_item_is_ended_and_the_others_go_on()
    {
        await LeaveAsync();
        var (_, console) = await store.RunAsync("abort", "left", "--item", "1");
        Assert.Contains("item 1 of run left is aborted", console.Error, StringComparison.Ordinal);
        Assert.Equal(1, await store.CountAsync("left", "aborted"));

        var (code, resumed) = await store.RunAsync("resume", "left");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(["0", "20"], resumed.OutLines);
    }

    [Theory]
    [InlineData("Item 0 of run 'left' has ended already.", "--item", "0")]
    [InlineData("The run 'left' has no item 3.", "--item", "3")]
    public async Task Another_item_is_refused(string expected, params string[] item)
    {
        await LeaveAsync();
        var (code, console) = await store.RunAsync(["abort", "left", .. item]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: {expected}", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_has_ended_stays_as_it_is()
    {
        await store.RunAsync("run", "double", "1", "--id", "done");
        var (code, console) = await store.RunAsync("abort", "done");
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("error: The run 'done' has ended already: it is succeeded.", console.Error, StringComparison.Ordinal);
    }

    private async Task LeaveAsync() => await halting.InterruptAsync(store, at: 1, "left", ["run", "step", "0", "1", "2", "--concurrency", "1", "--id", "left"]);
}
