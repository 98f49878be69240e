using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>Inputs, or what must not overtake them, on their way to a run.</summary>
/// <param name="Message">What was sent; null for inputs that the run has from its record.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="First">The index of the first input.</param>
/// <param name="Page">The inputs whose results are looked up; null for none.</param>
/// <param name="Lookup">What is known of their results; null for none.</param>
internal sealed record HeldPage(IInputMessage? Message, IActorRef Sender, int First, InputPage? Page, Task<CacheLookup>? Lookup);

/// <summary>
/// The inputs of a run while their results are looked up, and what has come behind them: it is passed on in the order in which it
/// came. A page without a cache passes by when nothing is held.
/// </summary>
internal sealed class HeldPages(ResultCache cache, IActorRef run)
{
    private readonly Queue<HeldPage> held = [];

    /// <summary>Pages from the record: until they have been passed on, nothing of the run may start.</summary>
    internal int Restoring { get; private set; }

    internal bool HasAny => held.Count > 0;

    internal bool Hold(IInputMessage message, IActorRef sender, DateTimeOffset now)
    {
        var add = message as AddItems;
        var page = add?.Page?.Options.Cache.IsEnabled == true ? add.Page : null;
        if (page is null && held.Count == 0)
        {
            return false;
        }

        held.Enqueue(new HeldPage(message, sender, add?.Offset ?? 0, page, page is null ? null : LookUp(page, now)));
        return true;
    }

    internal void Restore(PageEntry entry, DateTimeOffset now)
    {
        Restoring++;
        held.Enqueue(new HeldPage(Message: null, ActorRefs.Nobody, entry.First, entry.Page, LookUp(entry.Page, now)));
    }

    /// <summary>The next page, when its results are known.</summary>
    internal bool TryTake(out HeldPage page)
    {
        if (!held.TryPeek(out page!) || page.Lookup is { IsCompleted: false })
        {
            return false;
        }

        held.Dequeue();
        Restoring -= page.Message is null ? 1 : 0;
        return true;
    }

    /// <summary>The run is no more: what was looked up for it is let go.</summary>
    internal void Close()
    {
        foreach (var page in held)
        {
            _ = page.Lookup?.ContinueWith(
                found => cache.Flights.LeaveAll(found.Result.Flights.OfType<Flight>()),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
        }
    }

    private Task<CacheLookup> LookUp(InputPage page, DateTimeOffset now)
    {
        var lookup = Task.Run(() => cache.FindAsync(page, now));
        _ = lookup.ContinueWith(
            _ => run.Tell(PageLookedUp.Instance, ActorRefs.NoSender), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return lookup;
    }
}
