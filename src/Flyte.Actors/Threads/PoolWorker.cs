using System.Diagnostics;

namespace Flyte.Actors.Threads;

/// <summary>What a thread of the pool is at, as seen by the one that watches.</summary>
internal sealed class PoolWorker
{
    private IThreadPoolWorkItem? item;
    private long since;
    private bool isTold;

    internal void Execute(IThreadPoolWorkItem next)
    {
        Volatile.Write(ref since, Stopwatch.GetTimestamp());
        Volatile.Write(ref isTold, false);
        Volatile.Write(ref item, next);
        next.Execute();
        Volatile.Write(ref item, null);
    }

    /// <summary>Whether the thread has been with one item for long; the item is told so the first time.</summary>
    internal bool TellBlocked(long now, TimeSpan atLeast)
    {
        if (Volatile.Read(ref item) is not { } held || Stopwatch.GetElapsedTime(Volatile.Read(ref since), now) < atLeast)
        {
            return false;
        }

        if (!Volatile.Read(ref isTold))
        {
            Volatile.Write(ref isTold, true);
            (held as IBlockingWork)?.OnBlocked();
        }

        return true;
    }
}
