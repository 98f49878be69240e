using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Whoever sends a run its inputs. Each page is acknowledged; more is asked for when the sender has nothing left to send, or
/// the window has opened by a quarter.
/// </summary>
internal sealed class FeederLink
{
    private IActorRef feeder = ActorRefs.Nobody;
    private int? owed;
    private bool hasToldStop;
    private int toldNext;
    private int toldCredit;

    /// <summary>Notes who sent inputs last, and that they are to be acknowledged once so many are recorded.</summary>
    internal void Expect(IActorRef sender, int upTo) => (feeder, owed, hasToldStop) = (sender, upTo, false);

    internal void Tell(RunId run, RunLedger ledger)
    {
        if (feeder.IsNobody())
        {
            return;
        }

        var (next, credit) = (ledger.State.Added, ledger.Credit);
        var isRecorded = next >= owed && ledger.IsClosed == ledger.State.IsClosed;
        if (isRecorded || HasOpened(next, credit) || (ledger.IsStopping && !hasToldStop))
        {
            owed = isRecorded ? null : owed;
            (hasToldStop, toldNext, toldCredit) = (ledger.IsStopping, next, credit);
            feeder.Tell(new ItemsAccepted(run, next, credit, ledger.IsStopping, ledger.State.IsClosed));
        }
    }

    private bool HasOpened(int next, int credit)
    {
        var opened = credit - toldCredit;
        return opened > 0 && (toldNext >= toldCredit || next >= toldCredit || opened > (toldCredit - toldNext) / 4);
    }
}
