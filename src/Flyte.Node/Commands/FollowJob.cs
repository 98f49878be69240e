using Flyte.Actors;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>Follows a recorded run to its end, whose inputs are in the store.</summary>
internal sealed class FollowJob(Session session, NodeConsole console)
{
    /// <summary>Prints the results of the run as <c>run</c> does.</summary>
    /// <param name="run">The run.</param>
    /// <param name="info">What it looks like now.</param>
    /// <param name="json">Whether the output is for a machine.</param>
    /// <param name="expected">How many items it will have; null for those that it has.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal async Task<int> FollowAsync(IRun run, RunInfo info, bool json, int? expected = null)
    {
        // Nobody gives the inputs that were not recorded: what there is of them is all that can be waited for.
        var (screen, isCut) = (new Screen(console), info.IsCut());
        var single = (expected ?? info.Items.Total) == 1 && !isCut;
        var printer = json ? new JsonPrinter(screen) : ResultPrinter.For(await session.Desk.FindTaskAsync(info.Task).ConfigureAwait(false), single, screen);
        var follower = new RunFollower(console, screen, printer, origins: null)
        {
            IsRecorded = true,
            Most = isCut ? info.Items.Total : int.MaxValue,
        };
        var outcome = await follower.FollowAsync(run, expected ?? (info.RerunOf is null ? info.Items.Total : null)).ConfigureAwait(false);
        if (isCut && !outcome.IsInterrupted && outcome.Info.EndedAt is null)
        {
            outcome = outcome with { Error = Cut(outcome.Info) };
        }

        return new RunReport(session, console).Write(outcome, single, session.Command(session.IsElsewhere ? "results" : "resume", run.Id));
    }

    private string Cut(RunInfo run) =>
        $"Only {run.Items.Total} inputs of run '{run.Id}' were recorded before the process ended that gave them, and these are done. "
        + $"Repeat the command that started it with --id {run.Id} to give the others, or end it by '{session.Command("abort", run.Id)}'.";
}
