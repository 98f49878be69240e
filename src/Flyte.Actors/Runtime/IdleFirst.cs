using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>An item actor of a run and the lease that it holds.</summary>
internal sealed class Slot(IActorRef actor) : ActorRefRoutee(actor)
{
    internal Lease? Lease { get; set; }

    /// <summary>How many ticks have passed since it got the lease.</summary>
    internal int Ticks { get; set; }

    /// <summary>Whether a body of its lease waits or blocks.</summary>
    internal bool Sleeps { get; set; }

    /// <summary>Whether it has nothing to give back: one item, or what it had not started was asked for.</summary>
    internal bool IsCut { get; set; } = true;
}

/// <summary>
/// Routes a lease to an idle item actor, and to the one that was busy last: cheap maps stay on few actors. Stock routers choose
/// without knowing who is idle.
/// </summary>
internal sealed class IdleFirst : RoutingLogic
{
    private readonly Stack<Slot> idle = [];

    internal int Idle => idle.Count;

    /// <summary>How many leases are out that could be cut.</summary>
    internal int Cuttable { get; private set; }

    internal void Cut(Slot slot)
    {
        Cuttable -= slot.IsCut ? 0 : 1;
        slot.IsCut = true;
    }

    internal void Add(Slot slot) => idle.Push(slot);

    internal bool TryTake(out Slot? slot) => idle.TryPop(out slot);

    internal void Remove(Slot slot)
    {
        var rest = idle.Where(other => other != slot).Reverse().ToArray();
        idle.Clear();
        Array.ForEach(rest, idle.Push);
    }

    public override Routee Select(object message, Routee[] routees)
    {
        if (message is not Lease lease || !idle.TryPop(out var slot))
        {
            return Routee.NoRoutee;
        }

        (slot.Lease, slot.Ticks, slot.IsCut) = (lease, 0, lease.Count == 1);
        Cuttable += slot.IsCut ? 0 : 1;
        return slot;
    }
}
