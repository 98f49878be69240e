using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The end of a tree: a recorded one leaves the memory when its root has ended and nobody asks for it any more, and is read from
/// the journal again when somebody does; or all of it is removed.
/// </summary>
internal sealed class TreeRetirement(RunId root, TreeJournal? journal, ITreeHost host, IActorContext tree, ITimerScheduler timers)
{
    private static readonly TimeSpan BeforeIdle = TimeSpan.FromSeconds(1);

    private IActorRef purger = ActorRefs.Nobody;

    /// <summary>Whether the root has ended.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>
    /// Whether nothing has come since the tree said that it has nothing to do. What came may still wait before a run, which ends with its
    /// tree: whoever has asked would get no answer.
    /// </summary>
    internal bool IsQuiet { get; private set; }

    /// <summary>Notes that somebody has asked for something.</summary>
    internal void OnMessage(bool isEmpty)
    {
        IsQuiet = false;
        if (journal is not null && (HasEnded || isEmpty))
        {
            timers.StartSingleTimer(nameof(IdleFor), new IdleFor(root), isEmpty ? TimeSpan.Zero : BeforeIdle);
        }
    }

    internal void OnIdle()
    {
        IsQuiet = true;
        host.Retire(tree, root);
    }

    internal void Purge(IActorRef asker)
    {
        if (!HasEnded)
        {
            asker.Tell(RunRejected.StillRunning(root));
            return;
        }

        var isAgain = !purger.IsNobody();
        purger = asker;
        if (isAgain)
        {
            return;
        }

        if (journal is null)
        {
            OnErased();
        }
        else
        {
            journal.Keeper.Tell(new EraseJournal());
        }
    }

    /// <summary>Whether its record is being removed: to close it meanwhile would leave that half done, and its asker without an answer.</summary>
    internal bool IsErasing => !purger.IsNobody() && !IsErased;

    /// <summary>Whether nothing is recorded any more: what the runs still say of themselves is nobody's business.</summary>
    internal bool IsErased { get; private set; }

    /// <summary>Nothing is recorded any more.</summary>
    internal void OnErased()
    {
        IsErased = true;
        host.House.Tell(new ForgetRun(root));
        purger.Tell(new Done(root));
    }

    internal sealed record IdleFor(RunId RunId) : IRunMessage;
}
