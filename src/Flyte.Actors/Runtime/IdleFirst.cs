using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>An item actor of a run and the lease that it holds.</summary>
internal sealed class Slot(IActorRef actor, SlotPlace place, int number = 0) : ActorRefRoutee(actor)
{
    internal SlotPlace Place => place;

    /// <summary>Which slot of the run it is; no other one has the number.</summary>
    internal int Number => number;

    internal Lease? Lease { get; private set; }

    /// <summary>The first item of the lease that is still with it: what finished before is shown.</summary>
    internal int First { get; private set; }

    /// <summary>The index behind the last item that is still with it: what came behind is given back.</summary>
    internal int End { get; private set; }

    /// <summary>How many ticks have passed since it got the lease.</summary>
    internal int Ticks { get; set; }

    /// <summary>Whether a body of this lease, or of the last one, had to wait.</summary>
    internal bool Sleeps { get; set; }

    /// <summary>Whether a body of this lease had to wait.</summary>
    internal bool HasSlept { get; set; }

    /// <summary>Whether it has nothing to give back: one item, or what it had not started was asked for.</summary>
    internal bool IsCut { get; set; } = true;

    /// <summary>Until when what is not started is left with it; null for not long.</summary>
    internal DateTimeOffset? Due { get; private set; }

    /// <summary>When it got the lease.</summary>
    internal DateTimeOffset BegunAt { get; private set; }

    /// <summary>Since when <see cref="First"/> is known to be in hand.</summary>
    internal DateTimeOffset InHandSince { get; private set; }

    /// <summary>How many items of the lease have failed.</summary>
    internal int Failed { get; set; }

    internal void Begin(Lease lease, DateTimeOffset now, DateTimeOffset? due)
    {
        (Lease, First, End, Ticks, IsCut, HasSlept, Due) = (lease, lease.First, lease.First + lease.Count, 0, lease.Count == 1, false, due);
        (BegunAt, InHandSince, Failed) = (now, now, 0);
    }

    internal void Free() => Lease = null;

    /// <summary>Notes what a lease shows and gives back; false when it has done so before.</summary>
    internal bool IsNew(Progress progress, DateTimeOffset now)
    {
        if ((progress.Finished is { } shown && shown.First != First)
            || (progress.GivenBackCount > 0 && progress.GivenBack + progress.GivenBackCount != End))
        {
            return false;
        }

        if (progress.Finished is { } finished)
        {
            (First, InHandSince) = (finished.End, now);
        }

        End -= progress.GivenBackCount;
        return true;
    }
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

    /// <summary>How many more could be cut later.</summary>
    internal int Patient { get; private set; }

    /// <summary>When the next lease is handed out.</summary>
    internal DateTimeOffset Now { get; set; }

    /// <summary>Until when what is not started of the next lease is left with it.</summary>
    internal DateTimeOffset? Due { get; set; }

    internal void Cut(Slot slot)
    {
        Count(slot, -1);
        slot.IsCut = true;
    }

    private void Count(Slot slot, int by)
    {
        if (!slot.IsCut)
        {
            (Cuttable, Patient) = slot.Due is null ? (Cuttable + by, Patient) : (Cuttable, Patient + by);
        }
    }

    internal void Add(Slot slot) => idle.Push(slot);

    internal bool TryTake(out Slot? slot) => idle.TryPop(out slot);

    internal void Remove(Slot slot)
    {
        var rest = idle.Where(other => other != slot).Reverse().ToArray();
        idle.Clear();
        Array.ForEach(rest, idle.Push);
    }

    /// <summary>The one that was busy last of those whose node has the task; null when none is idle.</summary>
    internal Slot? NextFor(string task) =>
        !idle.TryPeek(out var last) || last.Place.Knows(task) ? last : idle.FirstOrDefault(slot => slot.Place.Knows(task));

    public override Routee Select(object message, Routee[] routees)
    {
        if (message is not Lease lease || NextFor(lease.Page.Task.Name) is not { } slot)
        {
            return Routee.NoRoutee;
        }

        if (idle.Peek() == slot)
        {
            idle.Pop();
        }
        else
        {
            Remove(slot);
        }

        Begin(slot, lease);
        return slot;
    }

    internal void Begin(Slot slot, Lease lease)
    {
        slot.Begin(lease, Now, Due);
        Count(slot, 1);
    }
}
