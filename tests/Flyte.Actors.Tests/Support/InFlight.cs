namespace Flyte.Actors.Tests.Support;

/// <summary>How many bodies are in flight, and how many were at most.</summary>
internal sealed class InFlight
{
    private int now;
    private int most;

    internal int Now => Volatile.Read(ref now);

    internal int Most => Volatile.Read(ref most);

    internal IDisposable Enter()
    {
        var current = Interlocked.Increment(ref now);
        for (var seen = Most; current > seen; seen = Most)
        {
            Interlocked.CompareExchange(ref most, current, seen);
        }

        return new Leave(this);
    }

    private sealed class Leave(InFlight owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner.now);
    }
}
