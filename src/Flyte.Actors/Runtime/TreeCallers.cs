using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Who calls others for items of a tree that was elsewhere before: bodies that an earlier home had handed out may still do so, beside
/// those that took their places. What comes from where the item is not executed now is dropped; who is only early repeats it.
/// </summary>
internal sealed class TreeCallers
{
    private readonly Dictionary<(RunId Run, IActorRef Caller), List<IRunMessage>> held = [];

    /// <summary>Keeps what comes from a caller while it is asked about.</summary>
    internal bool Holds(IRunMessage message, IActorRef sender)
    {
        if (held.Count == 0 || !held.TryGetValue((message.RunId, sender), out var kept))
        {
            return false;
        }

        kept.Add(message);
        return true;
    }

    /// <summary>Asks the run of the item.</summary>
    internal void Ask(StartRun start, IActorRef caller, IActorRef parent)
    {
        held.Add((start.RunId, caller), [start]);
        parent.Tell(new CheckCaller(start.Spec.Parent!.Value, start, caller));
    }

    /// <summary>What the caller has said meanwhile, if it counts.</summary>
    internal IReadOnlyList<IRunMessage> Take(CallerChecked answer) =>
        held.Remove((answer.Start.RunId, answer.Caller), out var kept) && answer.IsExecutedThere ? kept : [];
}
