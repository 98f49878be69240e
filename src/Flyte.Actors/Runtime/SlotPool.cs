using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>The item actors of a run behind their router: as many as are needed, and never more than the concurrency allows.</summary>
internal sealed class SlotPool(IActorContext context, ISlotPlaces places, int size)
{
    // An item that takes so long may as well have waited: another slot costs nothing beside it.
    private static readonly TimeSpan SlowItem = TimeSpan.FromMilliseconds(1);

    private readonly IdleFirst logic = new();
    private readonly OpeningPace opening = new();
    private readonly Dictionary<IActorRef, Slot> slots = [];
    private Router router = new(new IdleFirst());
    private int sleepers;
    private int spawned;

    internal int Count => slots.Count;

    internal int Size { get; private set; } = size;

    internal bool AnyBusy => logic.Idle < slots.Count;

    internal int Idle => logic.Idle;

    internal int Cuttable => logic.Cuttable;

    /// <summary>How many leases are out that may take as long as was planned before they are cut.</summary>
    internal int Patient => logic.Patient;

    internal IEnumerable<Slot> Busy => slots.Values.Where(slot => slot.Lease is not null);

    /// <summary>Whether an item is handed out to a node.</summary>
    internal bool IsExecuted(int item, string node) =>
        Busy.Any(slot => slot.Lease is { } lease && item >= lease.First && item < lease.First + lease.Count && slot.Place.Node == node);

    internal Slot? Find(IActorRef actor) => slots.GetValueOrDefault(actor);

    /// <summary>The idle item actor that is handed the next lease of a task; null when none is idle.</summary>
    internal Slot? NextFor(string task) => logic.NextFor(task);

    /// <summary>Hands a lease to an idle item actor; there must be one.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="sender">The run.</param>
    /// <param name="now">The time.</param>
    /// <param name="due">When what is not started of it is asked back; null for soon.</param>
    internal void Dispatch(Lease lease, IActorRef sender, DateTimeOffset now, DateTimeOffset? due)
    {
        (logic.Now, logic.Due) = (now, due);
        router.Route(lease, sender);
        logic.Due = null;
    }

    internal bool AreAllBusy => logic.Idle == 0;

    internal bool CanGrow => slots.Count < Size && places.All.Any(place => place.HasRoom);

    /// <summary>Whether a body waits, or took so long that it may as well have.</summary>
    internal bool Sleeps => sleepers > 0;

    /// <summary>
    /// Whether a lease can be handed out. There is one slot at first, then slots for the processors, and each whose last body
    /// waited makes room for one more beside it: cheap items never start more.
    /// </summary>
    internal bool HasRoom()
    {
        if (logic.Idle == 0)
        {
            Grow(Math.Min(Size, slots.Count == 0 ? 1 : places.AwakeSlots + 2 * sleepers) - slots.Count);
        }

        return logic.Idle > 0;
    }

    /// <summary>Sees that a slot is idle where the task is known, in the place of another one if there is no more room; false if there is none to be had.</summary>
    internal bool MakeRoomFor(string task)
    {
        if (logic.NextFor(task) is not null)
        {
            return true;
        }

        if (places.All.FirstOrDefault(place => place.HasRoom && place.Knows(task)) is not { } place || (slots.Count >= Size && !RemoveIdle()))
        {
            return false;
        }

        logic.Add(Spawn(place, place.Item));
        Rebuild();
        return true;
    }

    private bool RemoveIdle()
    {
        if (!logic.TryTake(out var idle))
        {
            return false;
        }

        logic.Add(idle!);
        Remove(idle!);
        return true;
    }

    internal void Double() => Grow(Math.Min(Size - slots.Count, slots.Count));

    /// <summary>Notes whether a body of a slot's present lease waits, or none of its last one did.</summary>
    internal void NoteSlept(Slot slot, bool isNow)
    {
        sleepers += (isNow ? 1 : 0) - (slot.Sleeps ? 1 : 0);
        (slot.Sleeps, slot.HasSlept) = (isNow, isNow);
    }

    /// <summary>Notes how long a slot's lease of so many items took.</summary>
    internal void NoteElapsed(Slot slot, int count, TimeSpan elapsed)
    {
        if (elapsed > count * SlowItem)
        {
            NoteSlept(slot, isNow: true);
        }
    }

    /// <summary>Takes a lease over that a node had when the run came here.</summary>
    internal void Adopt(FoundLease found, Lease lease, DateTimeOffset now)
    {
        logic.Now = now;
        logic.Begin(Spawn(found.Place, found.Item), lease);
        Rebuild();
    }

    private void Grow(int by)
    {
        var before = slots.Count;
        by = places.Reach is null ? by : opening.Take(Math.Min(by, places.All.Sum(place => Math.Max(0, place.Granted - place.Slots))), context.System.Scheduler.MonotonicClock);
        while (by-- > 0 && NextPlace() is { } place)
        {
            logic.Add(Spawn(place, place.Item));
        }

        if (slots.Count > before)
        {
            Rebuild();
        }
    }

    private Slot Spawn(SlotPlace place, Props item)
    {
        var slot = new Slot(context.Watch(context.ActorOf(item, $"slot-{++spawned}")), place, spawned);
        place.Slots++;
        slots.Add(slot.Actor, slot);
        return slot;
    }

    private SlotPlace? NextPlace() => Spreading.Next(places.All, place => place.Slots, place => place.Granted);

    /// <summary>Gives up idle slots of places that grant fewer now.</summary>
    internal void Shrink()
    {
        if (places.All.Any(place => place.HasTooMany))
        {
            foreach (var slot in slots.Values.Where(slot => slot.Lease is null).ToArray())
            {
                if (slot.Place.HasTooMany)
                {
                    Remove(slot);
                }
            }
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
        NoteSlept(slot, slot.HasSlept);
        slot.Free();
        if (slots.Count > Size || slot.Place.HasTooMany)
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
        NoteSlept(slot, isNow: false);
        if (slot.Lease is null)
        {
            logic.Remove(slot);
        }

        slots.Remove(slot.Actor);
        slot.Place.Slots--;
        context.Unwatch(slot.Actor);
        context.Stop(slot.Actor);
        Rebuild();
    }

    private void Rebuild() => router = new Router(logic, [.. slots.Values]);
}
