namespace Flyte.Actors.Runtime;

/// <summary>
/// Which items of a lease are taken, between the one thread that runs them and the actor that may cut the lease short. Taking
/// an item costs the thread a plain store and a plain load; the rare cut pays for both with a barrier in all threads.
/// </summary>
/// <remarks>
/// The thread announces an item before it looks at the end; the actor moves the end, makes every thread's stores visible, and
/// then looks at what was announced. So at least one of them sees the other. Where both do, the lock decides.
/// </remarks>
internal sealed class LeaseRange(int count)
{
    private readonly Lock gate = new();
    private int next;
    private int end = count;

    /// <summary>How many items were run, once the lease is over.</summary>
    internal int Taken => Volatile.Read(ref end);

    /// <summary>How many items are finished, as long as the lease goes on. Taking item k + 1 publishes item k.</summary>
    internal int Finished => Math.Max(0, Volatile.Read(ref next) - 1);

    /// <summary>The item that is taken and not finished; null when there is none.</summary>
    internal int? InHand
    {
        get
        {
            // While a cut goes on the end is not what it seems, and a body may be asking.
            lock (gate)
            {
                return Volatile.Read(ref next) - 1 is >= 0 and var k && k < end ? k : null;
            }
        }
    }

    /// <summary>For the thread: whether item <paramref name="k"/>, the next in turn, is its to run.</summary>
    internal bool Take(int k)
    {
        Volatile.Write(ref next, k + 1);
        return k < Volatile.Read(ref end) || TakeLocked(k);
    }

    /// <summary>For the actor: leaves the thread what it has taken and returns the rest.</summary>
    internal (int First, int Count) Cut()
    {
        lock (gate)
        {
            var last = end;
            Volatile.Write(ref end, 0);
            Interlocked.MemoryBarrierProcessWide();
            var cut = Math.Min(Volatile.Read(ref next), last);
            Volatile.Write(ref end, cut);
            return (cut, last - cut);
        }
    }

    /// <summary>For the thread, that has taken item <paramref name="k"/>: takes no more, and returns the rest.</summary>
    internal (int First, int Count) EndAfter(int k)
    {
        lock (gate)
        {
            var rest = Math.Max(0, end - (k + 1));
            Volatile.Write(ref end, end - rest);
            return (k + 1, rest);
        }
    }

    private bool TakeLocked(int k)
    {
        lock (gate)
        {
            return k < end;
        }
    }
}
