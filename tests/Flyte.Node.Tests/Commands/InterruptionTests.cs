using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

public sealed class InterruptionTests : IAsyncDisposable
{
    private readonly TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource interruption = new();
    private readonly RuntimeSource runtime;

    public InterruptionTests()
    {
        var env = new TaskEnvironment("test");
        env.Task("hang", async (int item, CancellationToken cancellation) =>
        {
            if (item > 0)
            {
                hanging.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return $"done {item}";
        });
        runtime = new RuntimeSource([env]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_aborts_the_run_and_prints_what_was_done(bool terminal)
    {
        var console = new TestConsole { Interrupted = interruption.Token, Terminal = terminal };
        var run = NodeApp.RunAsync(["run", "hang", "--items", "[0,1]", "--concurrency", "1"], console.Open(), runtime);
        await hanging.Task;
        await interruption.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Equal(["done 0"], console.OutLines);
        Assert.Contains("interrupted: the run was aborted", console.Error, StringComparison.Ordinal);
        Assert.Contains("1 succeeded, 1 aborted", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("│", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_before_the_start_starts_nothing()
    {
        await interruption.CancelAsync();
        var console = new TestConsole { Interrupted = interruption.Token };
        Assert.Equal(ExitCode.Interrupted, await NodeApp.RunAsync(["run", "hang", "1"], console.Open(), runtime));
        Assert.Empty(console.Out);
        Assert.False(hanging.Task.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        interruption.Dispose();
    }
}
