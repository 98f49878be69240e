using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// What is done about items that were running when their process died. Each death counts as a lost worker; for the last attempt
/// an item is run with nothing beside it, so that its neighbours are not blamed for it.
/// </summary>
internal static class Caution
{
    /// <summary>Whether nothing else of the run may be running beside an item.</summary>
    internal static bool IsAlone(AttemptCount made, LedgerRules rules) => made.System > 0 && made.System >= rules.SystemRetries;

    internal static ItemError Death(RunId run, InputPage page, int offset, int index, AttemptCount made) => Errors.System(
        ErrorCodes.WorkerLost, "The process died while it was working on the item.", recoverable: true) with
    {
        Task = page.Task.Name,
        RunId = run.Value,
        Index = index,
        Input = page.Show(offset),
        Attempts = made.Total + 1,
    };
}
