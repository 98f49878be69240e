using System.Globalization;
using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>What is said at the end of a run that was followed.</summary>
internal sealed class RunReport(Session session, NodeConsole console)
{
    /// <summary>Says what the run came to.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="single">Whether it was one call, whose result says it all.</param>
    /// <param name="goOn">The command that goes on with the run.</param>
    /// <param name="isReduced">Whether its results were reduced, where that was wanted.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal int Write(RunOutcome outcome, bool single, string goOn, bool isReduced = true)
    {
        FailureTable.Write(outcome.Failures, console);
        var isInterrupted = outcome.IsInterrupted || (console.Interrupted.IsCancellationRequested && !isReduced);
        if (isInterrupted)
        {
            SayInterrupted(outcome.Info, goOn);
        }
        else if (outcome.Error is not null)
        {
            console.Say($"error: {outcome.Error}");
        }

        if ((!single || isInterrupted) && (outcome.Info.EndedAt is not null || !session.IsRecorded))
        {
            console.Say(ProgressText.Summary(outcome.Info, console.Time.GetUtcNow()));
        }

        return isInterrupted ? ExitCode.Interrupted : outcome.IsSuccess && isReduced ? ExitCode.Done : ExitCode.Failed;
    }

    private void SayInterrupted(RunInfo run, string goOn)
    {
        if (!session.IsRecorded)
        {
            console.Say("interrupted: the run was aborted, and what was done before is printed");
            return;
        }

        if (session.IsElsewhere)
        {
            console.Say($"interrupted: run {run.Id} {(run.EndedAt is null ? "goes on" : "has ended")} {session.Where}; {Number(run.Items.Done)} of its items are recorded");
            console.Say($"to read its results:  {goOn}");
            return;
        }

        var (done, total) = (Number(run.Items.Done), Number(run.Items.Total));
        console.Say(run.EndedAt is not null
            ? $"interrupted: run {run.Id} has ended, and its results are recorded"
            : $"interrupted: of run {run.Id}, {done} of {(run.Items.MoreToCome ? $"{total} items so far" : $"{total} items")} are recorded; what was running will run again");
        console.Say($"to go on:  {goOn}");
        if (run.EndedAt is null)
        {
            console.Say($"to end it: {session.Command("abort", run.Id)}");
            console.Say($"Until then it goes on by itself in every process that runs something on the store {session.Store}.");
        }
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
