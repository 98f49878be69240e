using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>What a run answers to whoever looks at it.</summary>
internal sealed class RunQuestions(RunLedger ledger, RunAnnouncer announcer, SlotHistory history, SlotPool slots, ItemPages items, IActorRef run)
{
    private readonly RunId id = ledger.State.Spec.Id;

    internal void Answer(IRunQuestion question, IActorRef asker)
    {
        switch (question)
        {
            case GetRun:
                asker.Tell(new RunStatus(id, announcer.Info), run);
                break;
            case ReadItems read:
                items.Answer(read, ledger.State.Spec, ledger.Items, asker);
                break;
            case GetFailures:
                asker.Tell(new FailureList(id, FailureGroups.Show(ledger.State.Failures)), run);
                break;
            case GetActivity:
                asker.Tell(new ActivityReport(id, history.Show(slots.Busy)), run);
                break;
        }
    }
}
