using Akka.Actor;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Has a ledger's events recorded, one batch at a time: what happens while one is under way gathers and is the next. The ledger
/// shows an event from when its batch is recorded.
/// </summary>
internal sealed class GroupCommit(RunLedger ledger, ICommitter committer, IActorRef run)
{
    private IReadOnlyList<RunEvent>? underWay;
    private int batch;

    /// <summary>Sends what has gathered, unless a batch is under way; true when something was recorded at once.</summary>
    internal bool Send()
    {
        var hasRecorded = false;
        while (underWay is null && ledger.HasEvents)
        {
            underWay = ledger.TakeEvents();
            if (!committer.Commit(ledger.State.Spec.Id, ++batch, underWay, run))
            {
                break;
            }

            Apply();
            hasRecorded = true;
        }

        return hasRecorded;
    }

    /// <summary>Notes that a batch is recorded; false when it is not the one under way.</summary>
    internal bool OnCommitted(Committed committed)
    {
        if (underWay is null || committed.Batch != batch)
        {
            return false;
        }

        Apply();
        return true;
    }

    private void Apply()
    {
        foreach (var e in underWay!)
        {
            ledger.State.Apply(e);
        }

        underWay = null;
    }
}
