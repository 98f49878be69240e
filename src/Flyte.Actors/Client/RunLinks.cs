using System.Collections.Concurrent;

namespace Flyte.Actors.Client;

/// <summary>All open links of a runtime's client: repeated now and then, and told when the runtime goes.</summary>
internal sealed class RunLinks : IDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RunLink, bool> open = new();
    private readonly Timer timer;
    private readonly CancellationTokenSource closing = new();

    internal RunLinks() => timer = new Timer(static links => ((RunLinks)links!).Repeat(), this, RepeatAfter, RepeatAfter);

    internal void Add(RunLink link)
    {
        open.TryAdd(link, true);
        ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
    }

    internal void Remove(RunLink link) => open.TryRemove(link, out _);

    /// <summary>Has a waiting caller told when the runtime goes.</summary>
    internal IDisposable OnClosed(Action<Exception> tell) =>
        closing.Token.UnsafeRegister(static tell => ((Action<Exception>)tell!)(Stopped()), tell);

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

    private static ObjectDisposedException Stopped() => new("FlyteRuntime", "The runtime was stopped.");

    private void Repeat()
    {
        foreach (var link in open.Keys)
        {
            link.OnRepeat?.Invoke();
        }
    }
}
