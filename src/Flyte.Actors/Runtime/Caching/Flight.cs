using Akka.Actor;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>What an item finds that wants to compute a result.</summary>
internal enum FlightTurn
{
    /// <summary>Nobody computes it: the item does.</summary>
    Begun,

    /// <summary>Another item computes it.</summary>
    Waits,

    /// <summary>It has been computed.</summary>
    Landed,
}

/// <summary>
/// A result that items want which have not ended: whether one of them computes it now, who waits for that, and what came of it.
/// It belongs to <see cref="Flights"/>, which guards it.
/// </summary>
internal sealed class Flight(CacheKey key)
{
    internal CacheKey Key { get; } = key;

    /// <summary>How many items, and writes to the store, the flight is kept for.</summary>
    internal int Interest { get; set; }

    internal bool IsUnderWay { get; set; }

    /// <summary>The result as JSON, once there is one.</summary>
    internal ReadOnlyMemory<byte>? Value { get; set; }

    /// <summary>The items that wait, by their runs.</summary>
    internal Dictionary<IActorRef, Queue<int>> Waiting { get; } = [];
}

/// <summary>To a run: items of it need not wait any more, because the result is there, or because nobody computes it.</summary>
internal sealed record FlightOver(Flight Flight, IReadOnlyCollection<int> Items) : ICacheMessage;
