using System.Collections.Concurrent;
using System.Diagnostics;

namespace Flyte.Actors.Threads;

/// <summary>Work that wants to know when it holds its thread for long.</summary>
internal interface IBlockingWork : IThreadPoolWorkItem
{
    /// <summary>Called on another thread, once, when the work blocks: briefly, and without throwing.</summary>
    void OnBlocked();
}

/// <summary>
/// Threads for code that may block. A body that blocks must not keep others waiting, so the pool grows while work waits and no
/// thread is free: by as many threads as it has when the processors are idle, and by one for each thread that is stuck.
/// </summary>
internal sealed class ElasticPool : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    // While the processors are busy, a thread that makes no progress may just not have had its turn.
    private static readonly TimeSpan LongWhileBusy = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan IdleBeforeRetiring = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SpinTime = TimeSpan.FromMicroseconds(50);
    private const double BusyShare = 0.75;

    private readonly Turns work = new();
    private readonly SemaphoreSlim wakeups = new(0);
    private readonly AutoResetEvent active = new(initialState: false);
    private readonly ConcurrentDictionary<PoolWorker, bool> workers = new();
    private readonly int most;
    private int threads;
    private int idle;
    private int spinners;
    private int unfinished;
    private int notBegun;
    private volatile bool isWatching;
    private volatile bool stopped;

    internal ElasticPool(int most)
    {
        this.most = most;
        Start(Watch, "flyte-watch");
    }

    internal int Threads => Volatile.Read(ref threads);

    private int Least => Math.Min(Environment.ProcessorCount, most);

    /// <summary>Has work done as soon as a thread is free and it is its owner's turn.</summary>
    /// <param name="item">The work.</param>
    /// <param name="owner">Whose it is; null for the runtime's own.</param>
    internal void Queue(IThreadPoolWorkItem item, string? owner = null)
    {
        ObjectDisposedException.ThrowIf(stopped, this);
        Interlocked.Increment(ref unfinished);
        work.Enqueue(item, owner);
        Interlocked.MemoryBarrier(); // The item is visible before the counts are read; workers and watch do the reverse.
        if (Volatile.Read(ref spinners) > 0)
        {
            // It looks again before it sleeps, and wakes another one for what it leaves.
        }
        else if (Volatile.Read(ref idle) > 0)
        {
            wakeups.Release();
        }
        else if (Threads < Least)
        {
            TryAddThread();
        }

        if (!isWatching)
        {
            active.Set();
        }
    }

    /// <summary>
    /// Has asynchronous work begin on .NET's pool, which adds threads so slowly that bodies which block in spite of being
    /// asynchronous would keep the others waiting for minutes: the watch helps it out.
    /// </summary>
    /// <param name="item">Calls <see cref="NoteBegun"/> first.</param>
    internal void QueueAsynchronous(IThreadPoolWorkItem item)
    {
        Interlocked.Increment(ref notBegun);
        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        if (!isWatching)
        {
            active.Set();
        }
    }

    internal void NoteBegun() => Interlocked.Decrement(ref notBegun);

    /// <summary>Runs a function on the pool.</summary>
    internal Task<T> RunAsync<T>(Func<ValueTask<T>> function)
    {
        var job = new PoolJob<T>(function);
        Queue(job);
        return job.Task;
    }

    public void Dispose()
    {
        stopped = true;
        active.Set();
        wakeups.Release(Math.Max(1, Threads));
    }

    private static void Start(ThreadStart code, string name) =>
        new Thread(code) { IsBackground = true, Name = name }.UnsafeStart();

    private bool TryAddThread()
    {
        if (Interlocked.Increment(ref threads) > most)
        {
            Interlocked.Decrement(ref threads);
            return false;
        }

        var worker = new PoolWorker();
        workers.TryAdd(worker, true);
        Start(() => Run(worker), "flyte-body");
        return true;
    }

    private void Run(PoolWorker worker)
    {
        while (!stopped)
        {
            while (work.TryDequeue(out var item))
            {
                if (!work.IsEmpty && Volatile.Read(ref idle) > 0)
                {
                    wakeups.Release();
                }

                worker.Execute(item);
                Interlocked.Decrement(ref unfinished);
            }

            if (HasFoundWork())
            {
                continue;
            }

            Interlocked.Increment(ref idle);
            var woken = !work.IsEmpty || wakeups.Wait(IdleBeforeRetiring);
            Interlocked.Decrement(ref idle);
            if (!woken && TryRetire())
            {
                break;
            }
        }

        workers.TryRemove(worker, out _);
    }

    // To wake a thread takes longer than most bodies: one of those that are free looks around for a moment before it sleeps.
    private bool HasFoundWork()
    {
        if (Interlocked.CompareExchange(ref spinners, 1, 0) != 0)
        {
            return false;
        }

        var began = Stopwatch.GetTimestamp();
        while (work.IsEmpty && Stopwatch.GetElapsedTime(began) < SpinTime)
        {
            Thread.SpinWait(20);
            Thread.Yield();
        }

        Volatile.Write(ref spinners, 0);
        Interlocked.MemoryBarrier();
        return !work.IsEmpty;
    }

    private bool TryRetire()
    {
        if (Interlocked.Decrement(ref threads) >= Least && work.IsEmpty)
        {
            return true;
        }

        Interlocked.Increment(ref threads);
        return false;
    }

    private void Watch()
    {
        var (lastCpu, lastTime) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var (blocked, waited) = (0, 0);
        while (!stopped)
        {
            isWatching = HasWork(blocked);
            Interlocked.MemoryBarrier();
            if (!isWatching && !HasWork(blocked))
            {
                active.WaitOne();
                isWatching = true;
                (lastCpu, lastTime) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            }

            // An own thread looks often and briefly: the system's timers are too coarse for this.
            Thread.Sleep(Look);
            var (cpu, time) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var share = (cpu - lastCpu) / (Stopwatch.GetElapsedTime(lastTime, time) * Environment.ProcessorCount);
            (lastCpu, lastTime) = (cpu, time);
            blocked = workers.Count(w => w.Key.TellBlocked(time, share < BusyShare ? Look : LongWhileBusy));
            if (!work.IsEmpty && Volatile.Read(ref idle) == 0)
            {
                Grow((share < BusyShare ? Threads : 0) + blocked);
            }

            var waiting = Volatile.Read(ref notBegun);
            if (share < BusyShare && Math.Min(waiting, waited) > 0)
            {
                GrowDotNetPool(Math.Min(waiting, waited));
            }

            waited = waiting;
        }
    }

    private bool HasWork(int blocked) => Volatile.Read(ref unfinished) > blocked || Volatile.Read(ref notBegun) > 0;

    private void GrowDotNetPool(int by)
    {
        ThreadPool.GetMinThreads(out var least, out var completionPorts);
        ThreadPool.SetMinThreads(Math.Max(least, Math.Min(ThreadPool.ThreadCount + by, most)), completionPorts);
    }

    private void Grow(int by)
    {
        for (var more = Math.Min(by, work.Count); more > 0 && TryAddThread(); more--)
        {
        }
    }
}
