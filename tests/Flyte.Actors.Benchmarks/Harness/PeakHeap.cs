namespace Flyte.Actors.Benchmarks;

/// <summary>The most that the managed heap came to while this existed, as a thread of its own saw it.</summary>
internal sealed class PeakHeap : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private readonly Thread thread;
    private volatile bool isStopped;
    private long bytes;

    public PeakHeap()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "peak heap" };
        thread.Start();
    }

    public long Bytes => Interlocked.Read(ref bytes);

    public void Dispose()
    {
        isStopped = true;
        thread.Join();
    }

    private void Run()
    {
        while (!isStopped)
        {
            Interlocked.Exchange(ref bytes, Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: false)));
            Thread.Sleep(Interval);
        }
    }
}
