namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>The journal of one run: a commit at a time, and what comes meanwhile is in the next one.</summary>
internal sealed class Records(Agenda agenda, JournalTotals totals)
{
    private long busyUntil;
    private bool hasNext;

    public void Add(int bytes)
    {
        totals.Bytes += bytes;
        while (agenda.Now >= busyUntil && hasNext)
        {
            (busyUntil, hasNext) = (busyUntil + Scenario.Commit, false);
        }

        if (agenda.Now >= busyUntil)
        {
            totals.Commits++;
            busyUntil = agenda.Now + Scenario.Commit;
        }
        else if (!hasNext)
        {
            totals.Commits++;
            hasNext = true;
        }
    }
}

/// <summary>What all journals write.</summary>
internal sealed class JournalTotals
{
    public long Commits { get; set; }

    public long Bytes { get; set; }
}
