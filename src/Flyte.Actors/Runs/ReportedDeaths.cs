namespace Flyte.Actors.Runs;

/// <summary>
/// Processes that died in the middle of items of a run which goes on elsewhere, as their successors report. Each death counts as a
/// lost worker once, even for an item that has begun again meanwhile.
/// </summary>
/// <param name="state">What is recorded of the run.</param>
/// <param name="queue">Its items.</param>
/// <param name="timetable">When they are run again.</param>
/// <param name="rules">How many deaths an item survives.</param>
/// <param name="recall">Takes note of items that are not known yet.</param>
/// <param name="abort">Ends an item, or has it end where it runs: then it is true.</param>
/// <param name="emit">Takes the events.</param>
internal sealed class ReportedDeaths(
    RunState state, WorkQueue queue, Timetable timetable, LedgerRules rules, Recall? recall, Func<int, ItemError, bool> abort, Action<RunEvent> emit)
{
    private readonly HashSet<(Guid Death, int Index)> counted = [];

    /// <summary>Counts a death for an item that was in hand; returns why it has to be cancelled, null when it has not.</summary>
    internal ItemError? Count(Guid death, int index, DateTimeOffset now)
    {
        if (!counted.Add((death, index)))
        {
            return null;
        }

        if (index >= queue.Accepted)
        {
            recall?.Lost.Add(index);
            return null;
        }

        var before = state.Retries.GetValueOrDefault(index);
        if (queue.IsDecided(index) || before.Deaths.Contains(death))
        {
            return null;
        }

        var (page, made) = (queue.PageOf(index), queue.AttemptsAt(index));
        var error = Caution.Death(state.Spec.Id, page.Page, index - page.First, index, made);
        var charged = made with { System = made.System + 1 };
        var isOutOfLine = queue.Charge(index, charged);
        if (made.System >= rules.SystemRetries)
        {
            return abort(index, error) ? error : null;
        }

        var due = before.Due > now ? before.Due : now;
        if (isOutOfLine)
        {
            timetable.Retry(index, charged.Total, due);
        }

        emit(new ItemRetried(index, charged, error, due, Deaths: CountedDeaths.Of([death])));
        return null;
    }
}
