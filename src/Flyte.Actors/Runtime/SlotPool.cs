using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>The item actors of a run behind their router: as many as are needed, and never more than the concurrency allows.</summary>
internal sealed class SlotPool(IActorContext context, Props item, int size)
{
    private static readonly int AwakeSlots = Math.Max(2, Environment.ProcessorCount);

    private readonly IdleFirst logic = new();
    private readonly Dictionary<IActorRef, Slot> slots = [];
    private Router router = new(new IdleFirst());
    private int sleeping;
    private int spawned;

    internal int Count => slots.Count;

    internal int Size { get; private set; } = size;

    internal bool AnyBusy => logic.Idle < slots.Count;

    internal int Cuttable => logic.Cuttable;

    internal IEnumerable<Slot> Busy => slots.Values.Where(slot => slot.Lease is not null);

    internal Slot? Find(IActorRef actor) => slots.GetValueOrDefault(actor);

    /// <summary>Hands a lease to an idle item actor; there must be one.</summary>
    internal void Dispatch(Lease lease, IActorRef sender) => router.Route(lease, sender);

    /// <summary>
    /// Whether a lease can be handed out. Two slots are there for bodies that compute, and one for each that sleeps: cheap items
    /// never start more.
    /// </summary>
    internal bool HasRoom()
    {
        if (logic.Idle == 0)
        {
            Grow(Math.Min(Size, AwakeSlots + sleeping) - slots.Count);
        }

        return logic.Idle > 0;
    }

    /// <summary>Notes that a body of a slot's lease waits or blocks.</summary>
    internal void NoteSlept(Slot slot)
    {
        sleeping += slot.Sleeps ? 0 : 1;
        slot.Sleeps = true;
    }

    private void Grow(int by)
    {
        for (var i = 0; i < by; i++)
        {
            var actor = context.Watch(context.ActorOf(item, $"slot-{++spawned}"));
            var slot = new Slot(actor);
            slots.Add(actor, slot);
            logic.Add(slot);
        }

        if (by > 0)
        {
            Rebuild();
        }
    }

    internal void Resize(int to)
    {
        Size = to;
        while (slots.Count > Size && logic.TryTake(out var idle))
        {
            Remove(idle!);
        }
    }

    /// <summary>Takes back a slot whose lease is over; one too many is stopped.</summary>
    internal void Free(Slot slot)
    {
        Settle(slot);
        slot.Free();
        if (slots.Count > Size)
        {
            Remove(slot);
        }
        else
        {
            logic.Add(slot);
        }
    }

    /// <summary>Notes that a lease gives back what it has not started.</summary>
    internal void Cut(Slot slot) => logic.Cut(slot);

    /// <summary>Gives up an item actor that cannot go on.</summary>
    internal void Remove(Slot slot)
    {
        Settle(slot);
        if (slot.Lease is null)
        {
            logic.Remove(slot);
        }

        slots.Remove(slot.Actor);
        context.Unwatch(slot.Actor);
        context.Stop(slot.Actor);
        Rebuild();
    }

    private void Settle(Slot slot)
    {
        Cut(slot);
        sleeping -= slot.Sleeps ? 1 : 0;
        slot.Sleeps = false;
    }

    private void Rebuild() => router = new Router(logic, [.. slots.Values]);
}
