using System.Collections.Concurrent;
using System.Diagnostics;

namespace Flyte.Actors.Threads;

/// <summary>
/// Threads for code that may block. A body that blocks must not keep others waiting, so the pool grows while work waits and no
/// thread is free: by as many threads as it has when the processors are idle, and by one for each thread that is stuck.
/// </summary>
internal sealed class ElasticPool : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan IdleBeforeRetiring = TimeSpan.FromSeconds(10);
    private const double BusyShare = 0.75;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> work = new();
    private readonly SemaphoreSlim wakeups = new(0);
    private readonly AutoResetEvent starving = new(initialState: false);
    private readonly ConcurrentDictionary<Worker, bool> workers = new();
    private readonly int most;
    private int threads;
    private int idle;
    private volatile bool stopped;

    internal ElasticPool(int most)
    {
        this.most = most;
        Start(Watch, "flyte-watch");
    }

    private int Least => Math.Min(Environment.ProcessorCount, most);

    internal int Threads => Volatile.Read(ref threads);

    internal void Queue(IThreadPoolWorkItem item)
    {
        ObjectDisposedException.ThrowIf(stopped, this);
        work.Enqueue(item);
        Interlocked.MemoryBarrier(); // The item is visible before the idle count is read; a worker does the reverse.
        if (Volatile.Read(ref idle) > 0)
        {
            wakeups.Release();
        }
        else if (Volatile.Read(ref threads) < Least)
        {
            TryAddThread();
        }
        else
        {
            starving.Set();
        }
    }

    /// <summary>Runs a function on the pool.</summary>
    internal Task<T> RunAsync<T>(Func<ValueTask<T>> function)
    {
        var job = new Job<T>(function);
        Queue(job);
        return job.Task;
    }

    public void Dispose()
    {
        stopped = true;
        starving.Set();
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

        var worker = new Worker();
        workers.TryAdd(worker, true);
        Start(() => Run(worker), "flyte-body");
        return true;
    }

    private void Run(Worker worker)
    {
        while (!stopped)
        {
            while (work.TryDequeue(out var item))
            {
                worker.BusySince = Stopwatch.GetTimestamp();
                item.Execute();
                worker.BusySince = 0;
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
        while (!stopped)
        {
            starving.WaitOne();
            var (lastCpu, lastTime) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            while (!stopped && !work.IsEmpty)
            {
                // An own thread looks often and briefly: the system's timers are too coarse for this.
                Thread.Sleep(Look);
                var (cpu, time) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
                var share = (cpu - lastCpu) / (Stopwatch.GetElapsedTime(lastTime, time) * Environment.ProcessorCount);
                (lastCpu, lastTime) = (cpu, time);
                if (Volatile.Read(ref idle) == 0)
                {
                    Grow(share < BusyShare ? Threads : 0, time);
                }
            }
        }
    }

    private void Grow(int byIdleness, long now)
    {
        var stuck = workers.Count(w => w.Key.BusySince is not 0 and var since && Stopwatch.GetElapsedTime(since, now) > Look);
        for (var more = Math.Min(byIdleness + stuck, work.Count); more > 0 && TryAddThread(); more--)
        {
        }
    }

    private sealed class Worker
    {
        private long busySince;

        internal long BusySince
        {
            get => Volatile.Read(ref busySince);
            set => Volatile.Write(ref busySince, value);
        }
    }

    private sealed class Job<T>(Func<ValueTask<T>> function) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Task => done.Task;

        public void Execute()
        {
            try
            {
                var step = function();
                if (step.IsCompletedSuccessfully)
                {
                    done.SetResult(step.Result);
                }
                else
                {
                    _ = step.AsTask().ContinueWith(
                        finished => done.SetFromTask(finished),
                        CancellationToken.None,
                        TaskContinuationOptions.ExecuteSynchronously,
                        TaskScheduler.Default);
                }
            }
#pragma warning disable CA1031 // Whatever it throws belongs to the one who awaits it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        }
    }
}
