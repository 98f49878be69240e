using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Remote;

public sealed class WatchTests
{
    private readonly HaltingTask halting = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_shown_to_its_end(bool terminal)
    {
        halting.HaltsAt = 1;
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 0, 1 }, id = "long" });
        await node.UntilAsync("long", run => run.Items.Done == 1);
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var console = new TestConsole
        {
            Terminal = terminal,
            Saying = text =>
            {
                if (text.Contains("1 of 2 done", StringComparison.Ordinal))
                {
                    shown.TrySetResult();
                }
            },
        };
        var watching = FarConsole.RunAsync(console, "watch", "long", "--server", node.Http.BaseAddress!.AbsoluteUri);
        await (terminal ? Task.CompletedTask : shown.Task);
        await node.PostAsync("/runs/long/items/1/abort", new { reason = "Enough." });
        var (code, _) = await watching;

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("halting.step: 2 items in ", console.Error, StringComparison.Ordinal);
        Assert.Contains("1 succeeded, 1 aborted", console.Error, StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_run_alone()
    {
        halting.HaltsAt = 0;
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", input = 0, id = "long" });
        using var stop = new CancellationTokenSource();
        var console = new TestConsole { Interrupted = stop.Token };
        var watching = FarConsole.RunAsync(console, "watch", "long", "--server", node.Http.BaseAddress!.AbsoluteUri);
        await node.UntilAsync("long", run => run.Items.Running == 1);
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, (await watching).Code);
        Assert.Equal(RunPhase.Running, (await node.UntilAsync("long", _ => true)).Phase);
    }

    [Fact]
    public async Task A_machine_gets_the_run_whenever_it_changes()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        await node.PostAsync("/runs", new { task = "test.double", inputs = new[] { 1, 2 }, id = "short" });
        var lines = await FarConsole.LinesAsync(node.Http.BaseAddress!.AbsoluteUri, "watch", "short", "--json");
        Assert.Equal("succeeded", JsonElement.Parse(lines[^1]).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task A_failure_that_ends_its_run_is_told()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        var (code, console) = await FarConsole.RunAsync(node.Http.BaseAddress!.AbsoluteUri, "run", "double", "5", "-1", "7", "--fail-fast", "--concurrency", "1");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("error: The run was ended by the failure of item 1, as --fail-fast asks.", console.Error, StringComparison.Ordinal);
        Assert.Contains("-1 is negative", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_resized()
    {
        halting.HaltsAt = 0;
        await using var node = await ApiNode.StartAsync(halting.Environment);
        await node.PostAsync("/runs", new { task = "halting.step", inputs = new[] { 0, 1, 2 }, id = "long", concurrency = 1 });
        var (code, console) = await FarConsole.RunAsync(node.Http.BaseAddress!.AbsoluteUri, "resize", "long", "2");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("run long has at most 2 items in flight", console.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await node.UntilAsync("long", run => run.Items.Running == 2)).Concurrency);
    }

    [Fact]
    public async Task Interrupted_a_command_leaves_its_run_and_says_how_to_read_it()
    {
        halting.HaltsAt = 1;
        await using var node = await ApiNode.StartAsync(halting.Environment);
        using var stop = new CancellationTokenSource();
        var (address, console) = (node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), new TestConsole { Interrupted = stop.Token });
        var running = FarConsole.RunAsync(console, "run", "step", "0", "1", "--concurrency", "1", "--id", "left", "--server", address);
        await node.UntilKnownAsync("left");
        await node.UntilAsync("left", run => run.Items.Done == 1 && run.Items.Running == 1);
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, (await running).Code);
        Assert.Contains($"interrupted: run left goes on at {address}; 1 of its items are recorded", console.Error, StringComparison.Ordinal);
        Assert.Contains($"to read its results:  Flyte.Node run step 0 1 --concurrency 1 --id left --server {address}", console.Error, StringComparison.Ordinal);
        var (_, aborted) = await FarConsole.RunAsync(address, "abort", "left", "--item", "1");
        Assert.Contains("item 1 of run left is aborted", aborted.Error, StringComparison.Ordinal);
    }
}
