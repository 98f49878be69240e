using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Answers those who ask for a run's items: the run says which, and their payloads are read and written elsewhere.</summary>
internal sealed class ItemPages(RunLedger ledger, Recording? recording, IActorRef run)
{
    private readonly RunSpec spec = ledger.State.Spec;

    internal void Answer(ReadItems read, IActorRef asker)
    {
        if (!ItemPicker.Keeps(spec))
        {
            asker.Tell(RunRejected.NotListed(spec.Id), run);
            return;
        }

        var picked = ledger.Items.Pick(read.Query);
        var reader = new ItemReader(spec, recording?.Events, read.MaxBytes);
        _ = Task.Run(() => reader.ReadAsync(picked)).PipeTo(
            asker,
            run,
            page => new RunItems(spec.Id, page),
            failure => RunRejected.ItemsUnreadable(spec.Id, failure.GetBaseException().Message));
    }
}
