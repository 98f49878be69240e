using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Answers those who ask for a run's items: the run says which, and their payloads are read and written elsewhere.</summary>
/// <param name="journal">The journal; null where nothing is recorded.</param>
/// <param name="self">Who answers.</param>
internal sealed class ItemPages(IJournalEvents? journal, IActorRef self)
{
    /// <summary>Answers for a run whose state is at hand.</summary>
    /// <param name="read">Which items.</param>
    /// <param name="spec">What the run is.</param>
    /// <param name="items">Finds them.</param>
    /// <param name="asker">Who asks.</param>
    internal void Answer(ReadItems read, RunSpec spec, ItemPicker items, IActorRef asker)
    {
        if (ItemPicker.Keeps(spec))
        {
            var picked = items.Pick(read.Query);
            Tell(read.RunId, asker, Task.Run(() => ReadAsync(read, spec, picked)));
        }
        else
        {
            asker.Tell(RunRejected.NotListed(read.RunId), self);
        }
    }

    /// <summary>The answer, once it is known which items it has. It decodes, and so is not for an actor's thread.</summary>
    internal async Task<object> ReadAsync(ReadItems read, RunSpec spec, PickedItems picked) =>
        new RunItems(read.RunId, await new ItemReader(spec, journal, read.MaxBytes).ReadAsync(picked).ConfigureAwait(false));

    /// <summary>Tells the answer, or why there is none.</summary>
    internal void Tell(RunId run, IActorRef asker, Task<object> answer) =>
        _ = answer.PipeTo(asker, self, failure: e => RunRejected.ItemsUnreadable(run, e.GetBaseException().Message));
}
