using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>The item actors of a run behind their router: as many as are needed, and never more than the concurrency allows.</summary>
internal sealed class SlotPool(IActorContext context, Props item, int size)
{
    private const int FirstSlots = 2;

    private readonly IdleFirst logic = new();
    private readonly Dictionary<IActorRef, Slot> slots = [];
    private Router router = new(new IdleFirst());
    private int spawned;

    internal int Count => slots.Count;

    internal int Size { get; private set; } = size;

    internal bool HasIdle => logic.Idle > 0;

    internal bool CanGrow => slots.Count < Size;

    internal bool AnyBusy => logic.Idle < slots.Count;

    internal int Cuttable => logic.Cuttable;

    internal IEnumerable<Slot> Busy => slots.Values.Where(slot => slot.Lease is not null);

    internal Slot? Find(IActorRef actor) => slots.GetValueOrDefault(actor);

    /// <summary>Hands a lease to an idle item actor; there must be one.</summary>
    internal void Dispatch(Lease lease, IActorRef sender) => router.Route(lease, sender);

    /// <summary>Spawns the first item actors.</summary>
    internal void Open()
    {
        if (slots.Count == 0)
        {
            Grow(FirstSlots);
        }
    }

    internal void Grow(int by)
    {
        var more = new Slot[Math.Max(0, Math.Min(by, Size - slots.Count))];
        for (var i = 0; i < more.Length; i++)
        {
            var actor = context.Watch(context.ActorOf(item, $"slot-{++spawned}"));
            more[i] = new Slot(actor);
            slots.Add(actor, more[i]);
            logic.Add(more[i]);
        }

        if (more.Length > 0)
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
        Cut(slot);
        slot.Lease = null;
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
        Cut(slot);
        if (slot.Lease is null)
        {
            logic.Remove(slot);
        }

        slots.Remove(slot.Actor);
        context.Unwatch(slot.Actor);
        context.Stop(slot.Actor);
        Rebuild();
    }

    private void Rebuild() => router = new Router(logic, [.. slots.Values]);
}
