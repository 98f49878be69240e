using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>Asks a run where it stands, again and again, and shows the answers until it is over.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="expected">How many items the run will have, where that is known before the run has taken them all.</param>
internal abstract class ProgressDisplay(NodeConsole console, int? expected)
{
    private readonly ProgressRate rate = new();

    protected abstract TimeSpan Interval { get; }

    /// <summary>Shows the run until it is over.</summary>
    /// <param name="read">What the run looks like now.</param>
    /// <param name="over">Cancelled when the run is over.</param>
    internal abstract Task ShowAsync(Func<CancellationToken, Task<RunInfo>> read, CancellationToken over);

    /// <summary>The bar where there is a terminal that can show it, else lines.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="screen">Where the results go meanwhile.</param>
    /// <param name="expected">How many items the run will have, where that is known before the run has taken them all.</param>
    internal static ProgressDisplay On(NodeConsole console, Screen screen, int? expected) =>
        console.ErrorIsTerminal ? new ProgressBarDisplay(console, screen, expected) : new ProgressLinesDisplay(console, expected);

    protected async Task FollowAsync(Func<CancellationToken, Task<RunInfo>> read, Action<RunInfo, double> show, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Interval, console.Time);
        try
        {
            do
            {
                var info = Complete(await read(over).ConfigureAwait(false));
                show(info, rate.Observe(console.Time.GetUtcNow(), info.Items.Done));
            }
            while (await timer.WaitForNextTickAsync(over).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The run is over; its summary says the rest.
        }
    }

    private RunInfo Complete(RunInfo run) => expected is { } total && total >= run.Items.Total
        ? run with { Items = run.Items with { Total = total, MoreToCome = false } }
        : run;
}

/// <summary>Lines for a file or a log: at the start, and every two seconds; of at most one item only when it takes longer than that.</summary>
internal sealed class ProgressLinesDisplay(NodeConsole console, int? expected) : ProgressDisplay(console, expected)
{
    private readonly NodeConsole console = console;
    private bool isSilent = expected <= 1;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    internal override Task ShowAsync(Func<CancellationToken, Task<RunInfo>> read, CancellationToken over) =>
        FollowAsync(read, Show, over);

    private void Show(RunInfo run, double perSecond)
    {
        if (!isSilent)
        {
            console.Say($"{run.Task}: {ProgressText.Line(run.Items, perSecond)}{(run.Notice is null ? "" : $"; {OneLine.Of(run.Notice)}")}");
        }

        isSilent = false;
    }
}
