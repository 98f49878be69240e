using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Waits of fractions of a millisecond, for which the timers of .NET and of Akka.NET are too coarse.</summary>
/// <remarks>
/// One thread sleeps in ticks while anyone waits, and completes at each tick what is due. A tick is never so short that the
/// thread takes a core for itself.
/// </remarks>
internal sealed class PreciseTimer : IDisposable
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMicroseconds(20);
    private static readonly TimeSpan LongestTick = TimeSpan.FromMicroseconds(100);

    private readonly PriorityQueue<TaskCompletionSource, long> waits = new();
    private readonly List<TaskCompletionSource> due = [];
    private readonly Thread thread;
    private bool isIdle;
    private bool isStopped;

    public PreciseTimer()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "precise timer" };
        thread.Start();
    }

    /// <summary>Ends after the time. What awaits it goes on in the thread pool, not on the timer's thread.</summary>
    public Task WaitAsync(TimeSpan time)
    {
        var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = Stopwatch.GetTimestamp() + (time.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
        lock (waits)
        {
            waits.Enqueue(wait, end);
            if (isIdle)
            {
                isIdle = false;
                Monitor.Pulse(waits);
            }
        }

        return wait.Task;
    }

    public void Dispose()
    {
        lock (waits)
        {
            isStopped = true;
            Monitor.Pulse(waits);
        }

        thread.Join();
    }

    private void Run()
    {
        ShortSleep.PrepareThread();
        while (TakeDue(out var untilNext))
        {
            foreach (var wait in due)
            {
                wait.SetResult();
            }

            due.Clear();
            ShortSleep.For(untilNext);
        }
    }

    private bool TakeDue(out TimeSpan untilNext)
    {
        lock (waits)
        {
            while (waits.Count == 0 && !isStopped)
            {
                isIdle = true;
                Monitor.Wait(waits);
            }

            var now = Stopwatch.GetTimestamp();
            while (waits.TryPeek(out var wait, out var end) && end <= now)
            {
                waits.Dequeue();
                due.Add(wait);
            }

            var next = waits.TryPeek(out _, out var first) ? Stopwatch.GetElapsedTime(now, first) : LongestTick;
            untilNext = next < ShortestTick ? ShortestTick : next > LongestTick ? LongestTick : next;
            return !isStopped;
        }
    }
}
