using System.Collections.Concurrent;

namespace Flyte.Actors.Client;

/// <summary>All open links of a runtime's client: repeated now and then, and told when the runtime goes.</summary>
internal sealed class RunLinks : IDisposable
{
    private readonly ConcurrentDictionary<RunLink, bool> open = new();
    private readonly Timer timer;
    private readonly CancellationTokenSource closing = new();
    private string? loss;

    /// <param name="repeatAfter">How often what has not been answered is asked for again.</param>
    internal RunLinks(TimeSpan repeatAfter) => timer = new Timer(static links => ((RunLinks)links!).Repeat(), this, repeatAfter, repeatAfter);

    internal void Add(RunLink link)
    {
        open.TryAdd(link, true);
        if (closing.IsCancellationRequested)
        {
            throw Stopped();
        }
    }

    internal void Remove(RunLink link) => open.TryRemove(link, out _);

    /// <summary>Has a waiting caller told when the runtime goes.</summary>
    internal IDisposable OnClosed(Action<Exception> tell) => closing.Token.UnsafeRegister(_ => tell(Stopped()), null);

    /// <summary>The runtime goes because its store does.</summary>
    internal void Close(StoreException reason)
    {
        Volatile.Write(ref loss, reason.Message);
        Dispose();
    }

    public void Dispose()
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        closing.Cancel();
        timer.Dispose();
        foreach (var link in open.Keys)
        {
            link.Fail(Stopped());
        }
    }

    private Exception Stopped() =>
        Volatile.Read(ref loss) is { } reason ? new StoreException(reason) : new ObjectDisposedException("FlyteRuntime", "The runtime was stopped.");

    private void Repeat()
    {
        foreach (var link in open.Keys)
        {
            link.Repeat();
        }
    }
}
