using Akka.Actor;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Cluster;

/// <summary>The slots that a node hosts: by their names, by their runs, and by the nodes of these.</summary>
internal sealed class HostedSlots
{
    private readonly Dictionary<string, IActorRef> bySlot = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, (string Slot, string Run, RunId RunId, Address Node, HostedCalls Calls)> all = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    internal List<IActorRef> All => [.. all.Keys];

    internal IActorRef? Find(string slot) => bySlot.GetValueOrDefault(slot);

    internal int CountOf(string run) => counts.GetValueOrDefault(run);

    internal List<IActorRef> Of(Address node) => [.. all.Where(slot => slot.Value.Node.Equals(node)).Select(slot => slot.Key)];

    internal List<IActorRef> Of(RunId run) => [.. all.Where(slot => slot.Value.RunId == run).Select(slot => slot.Key)];

    /// <summary>How many bodies of each run have called tasks themselves, and wait for what these come to.</summary>
    internal IEnumerable<(string Run, int Bodies)> Waiting() =>
        counts.Keys.Select(run => (run, all.Values.Count(slot => slot.Run == run && slot.Calls.HaveBegun)));

    internal string RunOf(IActorRef slot) => all.TryGetValue(slot, out var known) ? known.Run : "";

    /// <summary>Another actor, on another node, has taken over a run and this slot with it.</summary>
    internal void Move(IActorRef actor, string run, Address node)
    {
        if (all.TryGetValue(actor, out var slot) && Remove(actor) is not null)
        {
            Add(slot.Slot, actor, run, slot.RunId, node, slot.Calls);
        }
    }

    internal void Add(string slot, IActorRef actor, string run, RunId runId, Address node, HostedCalls calls)
    {
        bySlot.Add(slot, actor);
        all.Add(actor, (slot, run, runId, node, calls));
        counts[run] = CountOf(run) + 1;
    }

    /// <summary>Removes a slot, and returns its run; null if there is no such slot.</summary>
    internal string? Remove(IActorRef actor)
    {
        if (!all.Remove(actor, out var slot))
        {
            return null;
        }

        bySlot.Remove(slot.Slot);
        counts[slot.Run] = CountOf(slot.Run) - 1;
        if (counts[slot.Run] == 0)
        {
            counts.Remove(slot.Run);
        }

        return slot.Run;
    }
}
