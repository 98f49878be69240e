using Akka.Actor;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>An item of a run whose result is to be kept.</summary>
internal sealed class CachedItem(Flight flight, Cache options)
{
    internal Flight Flight => flight;

    /// <summary>Whether the item computes the result, or has.</summary>
    internal bool IsBegun { get; private set; }

    internal FlightTurn Begin(Flights flights, IActorRef run, int? index)
    {
        var turn = options.Behavior == CacheBehavior.Override ? FlightTurn.Begun : flights.TryBegin(flight, run, index);
        IsBegun = turn == FlightTurn.Begun;
        return turn;
    }

    internal void GiveUp(Flights flights)
    {
        if (IsBegun && options.Behavior != CacheBehavior.Override)
        {
            flights.GiveUp(flight);
        }

        IsBegun = false;
    }

    internal CachedResult Result(ReadOnlyMemory<byte> json, RunId run, int index, DateTimeOffset now) => new(
        flight.Key, json, run.Value, index, now, options.TimeToLive is { } length ? Timetable.Later(now, length) : null);
}
