using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

public sealed class ResumeTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public ResumeTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_run_goes_on_and_all_its_results_are_printed()
    {
        await halting.InterruptAsync(store, at: 2, "left", ["run", "step", "0", "1", "2", "--concurrency", "1", "--id", "left"]);
        var (code, console) = await store.RunAsync("resume", "left", "--json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["""{"index":0,"value":0}""", """{"index":1,"value":10}""", """{"index":2,"value":20}"""], console.OutLines);
        Assert.Contains("run left goes on: 2 of its 3 items are recorded in ", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_be_interrupted_again()
    {
        await halting.InterruptAsync(store, at: 1, "left", ["run", "step", "0", "1", "2", "--concurrency", "1", "--id", "left"]);
        var (code, console) = await halting.InterruptAsync(store, at: 2, "left", ["resume", "left"]);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("of run left, 2 of 3 items are recorded", console.Error, StringComparison.Ordinal);
        Assert.Contains("to go on:  Flyte.Node resume left", console.Error, StringComparison.Ordinal);
        Assert.Equal(["0", "10", "20"], await store.LinesAsync("resume", "left"));
    }

    [Fact]
    public async Task An_interruption_between_two_steps_says_how_it_goes_on_too()
    {
        await halting.InterruptAsync(store, at: 1, "left", ["run", "step", "0", "1", "--concurrency", "1", "--id", "left"]);
        using var stop = new CancellationTokenSource();
        var console = new TestConsole
        {
            Store = store.Store,
            Interrupted = stop.Token,
            Saying = text =>
            {
                if (text.StartsWith("run left goes on", StringComparison.Ordinal))
                {
                    stop.Cancel();
                }
            },
        };
        halting.HaltsAt = 1;

        var (code, _) = await store.RunAsync(console, "resume", "left");

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("to go on:  Flyte.Node resume left", console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "double", "1", "-2", "--id", "done")]
    [InlineData("run", "double", "-2", "--id", "done")]
    [InlineData("run", "table", "2", "--id", "done")]
    [InlineData("run", "forget", "1", "--id", "done")]
    public async Task A_run_that_has_ended_prints_and_ends_as_it_did(params string[] command)
    {
        var (code, console) = await store.RunAsync(command);
        var (again, resumed) = await store.RunAsync("resume", "done");
        Assert.Equal(code, again);
        Assert.Equal(console.Out, resumed.Out);
        Assert.Equal(console.Error.Contains("-2 is negative", StringComparison.Ordinal), resumed.Error.Contains("-2 is negative", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_task_is_not_there_is_not_waited_for()
    {
        await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);
        await using var other = new RuntimeSource([TestTasks.Create()]);
        var console = new TestConsole { Store = store.Store };
        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(["resume", "left"], console.Open(), other));
        Assert.StartsWith("error: The run 'left' waits for its task 'halting.step', which this program does not have.", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_run_is_an_error_that_names_the_store()
    {
        await store.RunAsync("run", "double", "1");
        var (code, console) = await store.RunAsync("resume", "nope");
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: There is no run 'nope' in the store {store.File}.", console.Error, StringComparison.Ordinal);
        Assert.Contains("Run 'Flyte.Node runs' for the ids", console.Error, StringComparison.Ordinal);
    }
}
