using Flyte.Actors;
using Flyte.Node.Output;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Output;

public sealed class ProgressLinesTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly TestConsole console;
    private readonly CancellationTokenSource over = new();
    private readonly SemaphoreSlim asked = new(0);
    private int done;

    public ProgressLinesTests() => console = new TestConsole { Time = time };

    [Fact]
    public async Task A_line_at_the_start_and_every_two_seconds()
    {
        var display = ShowAsync(expected: 40);
        await asked.WaitAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await asked.WaitAsync(TimeSpan.Zero));
        done = 10;
        time.Advance(TimeSpan.FromSeconds(1));
        await asked.WaitAsync();
        await over.CancelAsync();
        await display;
        Assert.Equal(
            ["test.double: 0 of 40 done, 2 running, 0 failed, time left unknown", "test.double: 10 of 40 done, 2 running, 0 failed, 5.0 items/s, 6.0 s left"],
            console.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_single_item_is_worth_a_line_only_when_it_takes_long()
    {
        var display = ShowAsync(expected: 1);
        await asked.WaitAsync();
        Assert.Empty(console.Error);
        time.Advance(TimeSpan.FromSeconds(2));
        await asked.WaitAsync();
        await over.CancelAsync();
        await display;
        Assert.StartsWith("test.double: 0 of 1 done", console.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        over.Dispose();
        asked.Dispose();
    }

    private Task ShowAsync(int expected)
    {
        var open = console.Open();
        return ProgressDisplay.On(open, new Screen(open), expected).ShowAsync(ReadAsync, over.Token);
    }

    private Task<RunInfo> ReadAsync(CancellationToken cancellation)
    {
        asked.Release();
        return Task.FromResult(new RunInfo
        {
            Id = "r",
            Task = "test.double",
            Phase = RunPhase.Running,
            Concurrency = 2,
            Slots = 2,
            StartedAt = DateTimeOffset.UnixEpoch,
            Items = new ItemCounts(0, 0, 2, 0, done, 0, 0, 0, MoreToCome: true),
        });
    }
}
