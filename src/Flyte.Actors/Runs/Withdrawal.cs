namespace Flyte.Actors.Runs;

/// <summary>Ends items that are not handed out, without their bodies.</summary>
internal sealed class Withdrawal(RunId run, WorkQueue queue, Outcome outcome, Action<RunEvent> emit)
{
    /// <summary>Ends the items of a range that wait; true when there were any.</summary>
    /// <param name="first">The first item of the range.</param>
    /// <param name="count">The length of the range.</param>
    /// <param name="error">What they end with.</param>
    /// <param name="attempts">Only items that wait for just the next attempt after so many; all that wait if null.</param>
    internal bool Withdraw(int first, int count, ItemError error, int? attempts = null)
    {
        var gone = queue.Withdraw(first, count, attempts);
        foreach (var part in LedgerErrors.Segments(error, run, gone, queue))
        {
            for (var index = part.First; index < part.End && outcome.Stop is null; index++)
            {
                outcome.Fail(part.ErrorAt(index)!);
            }

            queue.Discard(part.First, part.Count);
            foreach (var recorded in part.Parts)
            {
                emit(new ItemsFinished(recorded));
            }
        }

        return gone.Count > 0;
    }
}
