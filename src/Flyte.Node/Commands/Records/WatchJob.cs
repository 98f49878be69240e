using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands.Records;

/// <summary>Looks at a run until it ends, or the user has seen enough.</summary>
internal sealed class WatchJob(IRun run, Session session, NodeConsole console)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <returns>One of <see cref="ExitCode"/>: of a run that has not succeeded, that it failed.</returns>
    internal async Task<int> WatchAsync(bool json)
    {
        try
        {
            var end = await (json ? PrintAsync() : ShowAsync()).ConfigureAwait(false);
            return End(end);
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            console.Say($"left: run {run.Id} goes on {session.Where}");
            return ExitCode.Interrupted;
        }
    }

    private async Task<RunInfo> ShowAsync()
    {
        using var over = new CancellationTokenSource();
        var progress = ProgressDisplay.On(console, new Screen(console), expected: null).ShowAsync(run.GetInfoAsync, over.Token);
        try
        {
            return await run.WaitAsync(console.Interrupted).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await progress.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RunInfo> PrintAsync()
    {
        for (var last = ""; ; await Task.Delay(BetweenLooks, console.Time, console.Interrupted).ConfigureAwait(false))
        {
            var info = await run.GetInfoAsync(console.Interrupted).ConfigureAwait(false);
            var line = DocumentJson.Write(RunDocument.Of(info));
            if (line != last)
            {
                await console.Out.WriteLineAsync(last = line).ConfigureAwait(false);
                await console.Out.FlushAsync(console.Interrupted).ConfigureAwait(false);
            }

            if (info.IsOver())
            {
                return info;
            }
        }
    }

    private int End(RunInfo end)
    {
        if (end.Error is { } error)
        {
            console.Say($"error: run {end.Id} is {PhaseText.Of(end.Phase)}: {error.Code}: {OneLine.Of(error.Message)}");
        }

        console.Say(ProgressText.Summary(end, console.Time.GetUtcNow()));
        if (end.Phase != RunPhase.Succeeded)
        {
            console.Say($"what failed: {(end.CalledBelow() is null ? session.Command("results", end.Id, "--failed") : session.Command("items", end.Id, "--phase", "failed"))}");
        }

        return end.Phase == RunPhase.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }
}
