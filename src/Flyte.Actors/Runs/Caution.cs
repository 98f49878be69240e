using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// What is done about items that may kill the process. After a death, those that had been received are recorded before they are
/// handed out again: the next death then shows which were running. One that was running at its last but one death is run alone,
/// so that its neighbours are not blamed for it; one death more, and the error is its result.
/// </summary>
internal static class Caution
{
    private const int DeathsUnseen = 1;

    /// <summary>Whether it is to be recorded that an item starts, before it does.</summary>
    internal static bool IsCareful(RunState state, int index) => index < state.CarefulEnd;

    /// <summary>Whether nothing else of the run may be running beside an item.</summary>
    internal static bool IsAlone(RunState state, AttemptCount made, LedgerRules rules) =>
        state.CarefulEnd > 0 && made.System > 0 && made.System >= rules.SystemRetries;

    /// <summary>The attempts at an item that was running when the process died, without that one.</summary>
    internal static AttemptCount Before(AttemptCount made) => made with { System = Math.Max(DeathsUnseen, made.System) };

    internal static ItemError Death(RunState state, PageEntry page, int index, AttemptCount made) => Errors.System(
        ErrorCodes.WorkerLost, "The process died each time it was working on the item.", recoverable: true) with
    {
        Task = page.Page.Task.Name,
        RunId = state.Spec.Id.Value,
        Index = index,
        Input = page.Page.Show(index - page.First),
        Attempts = made.Total + 1,
    };
}
