using Akka.Actor;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>
/// The results that are wanted now, of all runs of the process. An item asks for its turn when it has a slot, and not before: one
/// that waits for a slot never makes another one wait, so that runs which call one another cannot block each other. Asked from
/// many actors, and so no actor itself: a turn is taken at once or not at all.
/// </summary>
internal sealed class Flights
{
    private readonly Lock gate = new();
    private readonly Dictionary<CacheKey, Flight> open = [];

    internal int Count
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>Notes that items with these keys want their results; nothing for those without a key.</summary>
    internal Flight?[] Join(CacheKey?[] keys)
    {
        var joined = new Flight?[keys.Length];
        lock (gate)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (keys[i] is { } key)
                {
                    if (!open.TryGetValue(key, out joined[i]))
                    {
                        open.Add(key, joined[i] = new Flight(key));
                    }

                    joined[i]!.Interest++;
                }
            }
        }

        return joined;
    }

    /// <summary>The result, if it has been computed.</summary>
    internal ReadOnlyMemory<byte>? ValueOf(Flight flight)
    {
        lock (gate)
        {
            return flight.Value;
        }
    }

    /// <summary>Takes the turn of an item, or has it told when it need not wait any more.</summary>
    /// <param name="flight">The result.</param>
    /// <param name="run">The item's run.</param>
    /// <param name="item">The item; null if it asks again later.</param>
    internal FlightTurn TryBegin(Flight flight, IActorRef run, int? item)
    {
        lock (gate)
        {
            if (flight.Value is not null)
            {
                return FlightTurn.Landed;
            }

            if (!flight.IsUnderWay)
            {
                flight.IsUnderWay = true;
                return FlightTurn.Begun;
            }

            if (item is { } waiting)
            {
                if (!flight.Waiting.TryGetValue(run, out var ofRun))
                {
                    flight.Waiting.Add(run, ofRun = []);
                }

                ofRun.Enqueue(waiting);
            }

            return FlightTurn.Waits;
        }
    }

    /// <summary>The result is there: everybody who waits is told. The flight is kept until the caller leaves it once more.</summary>
    internal void Land(Flight flight, ReadOnlyMemory<byte> value)
    {
        lock (gate)
        {
            (flight.Value, flight.IsUnderWay) = (value, false);
            flight.Interest++;
            foreach (var (run, items) in flight.Waiting)
            {
                run.Tell(new FlightOver(flight, items), ActorRefs.NoSender);
            }

            flight.Waiting.Clear();
        }
    }

    /// <summary>Whoever computed it does so no more. One item of each run tries next: of several runs, one may have no slot to do so.</summary>
    internal void GiveUp(Flight flight)
    {
        lock (gate)
        {
            flight.IsUnderWay = false;
            foreach (var run in flight.Waiting.Keys.ToArray())
            {
                WakeNext(flight, run);
            }
        }
    }

    /// <summary>An item of a run has ended, or its run has: if it was the one to try next, another one is.</summary>
    internal void Leave(Flight flight, IActorRef run)
    {
        lock (gate)
        {
            PassOn(flight, run);
            Leave(flight);
        }
    }

    /// <summary>An item of a run could try next and does not: another one does.</summary>
    internal void PassOn(Flight flight, IActorRef run)
    {
        lock (gate)
        {
            if (!flight.IsUnderWay && flight.Value is null)
            {
                WakeNext(flight, run);
            }
        }
    }

    /// <summary>A result is in the store: whoever wants it from now on finds it there.</summary>
    internal void LeaveAll(IEnumerable<Flight> landed)
    {
        lock (gate)
        {
            foreach (var flight in landed)
            {
                Leave(flight);
            }
        }
    }

    private void Leave(Flight flight)
    {
        if (--flight.Interest == 0)
        {
            open.Remove(flight.Key);
        }
    }

    private static void WakeNext(Flight flight, IActorRef run)
    {
        if (!flight.Waiting.TryGetValue(run, out var items))
        {
            return;
        }

        var next = items.Dequeue();
        if (items.Count == 0)
        {
            flight.Waiting.Remove(run);
        }

        run.Tell(new FlightOver(flight, [next]), ActorRefs.NoSender);
    }
}
