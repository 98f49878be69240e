using Akka.Event;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>What is known of the results of a page's items.</summary>
/// <param name="Flights">The results that are wanted, by position; null for an item that has none to find.</param>
/// <param name="Values">Those that are there, by position.</param>
internal sealed record CacheLookup(Flight?[] Flights, ReadOnlyMemory<byte>?[] Values)
{
    internal static CacheLookup Nothing(int count) => new(new Flight?[count], new ReadOnlyMemory<byte>?[count]);
}

/// <summary>
/// The results that runs of a runtime take over from one another: those that are kept, and those that are being computed. A store
/// that does not answer costs what could have been taken over, and nothing else.
/// </summary>
/// <param name="store">The results that are kept.</param>
/// <param name="findTask">The tasks of this process, by name. Inputs that another node has sent are keyed by these.</param>
/// <param name="log">Where it is said what cannot be taken over.</param>
internal sealed class ResultCache(ICacheStore store, Func<string, TaskDefinition?> findTask, ILoggingAdapter log)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private long swept = DateTimeOffset.MinValue.UtcTicks;

    internal Flights Flights { get; } = new();

    /// <summary>Looks up the results of a page. It writes and digests, and so is not for an actor's thread; it does not fail.</summary>
    internal async Task<CacheLookup> FindAsync(InputPage page, DateTimeOffset now)
    {
        SweepNowAndThen(now);
        try
        {
            // Joined before they are looked up: what is computed meanwhile is found with its flight.
            var flights = Flights.Join(Opened(page).CacheKeys());
            return page.Options.Cache.Behavior == CacheBehavior.Override
                ? CacheLookup.Nothing(page.Count) with { Flights = flights }
                : new CacheLookup(flights, await ValuesAsync(flights, now).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Whatever keeps the keys from being made: the items run without a cache.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Warning("Results of task {0} are not cached: {1}", page.Task.Name, e.GetBaseException().Message);
            return CacheLookup.Nothing(page.Count);
        }
    }

    /// <summary>Keeps results and gives them to whoever waits for them.</summary>
    /// <returns>Ends when they are written, or cannot be.</returns>
    internal Task KeepAsync(List<(Flight Flight, CachedResult Result)> results)
    {
        results.ForEach(r => Flights.Land(r.Flight, r.Result.Json));
        return WriteAsync(results, store.StoreAsync(results.ConvertAll(r => r.Result)));
    }

    private InputPage Opened(InputPage page) => page is not StoredPage stored ? page
        : findTask(page.Task.Name) is { } task ? stored.Open(task)
        : throw new InvalidOperationException("This node has not the task, which knows what its results are kept by.");

    private async Task WriteAsync(List<(Flight Flight, CachedResult Result)> results, Task write)
    {
        await ((Task)write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (write.Exception is { } failure)
        {
            log.Warning("{0} results could not be cached: {1}", results.Count, failure.GetBaseException().Message);
        }

        Flights.LeaveAll(results.Select(r => r.Flight));
    }

    private async Task<ReadOnlyMemory<byte>?[]> ValuesAsync(Flight?[] flights, DateTimeOffset now)
    {
        CacheKey[] keys = [.. flights.OfType<Flight>().Select(flight => flight.Key).Distinct()];
        var found = new Dictionary<CacheKey, ReadOnlyMemory<byte>?>(keys.Length);
        try
        {
            foreach (var (key, value) in keys.Zip(await store.FindAsync(keys, now).ConfigureAwait(false)))
            {
                found[key] = value;
            }
        }
#pragma warning disable CA1031 // Whatever keeps the store from answering.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Warning("The cache does not answer, and {0} items run without it: {1}", keys.Length, e.GetBaseException().Message);
        }

        return [.. flights.Select(flight => flight is null ? null : Flights.ValueOf(flight) ?? found.GetValueOrDefault(flight.Key))];
    }

    private void SweepNowAndThen(DateTimeOffset now)
    {
        var last = Volatile.Read(ref swept);
        if (now.UtcTicks - last > BetweenSweeps.Ticks && Interlocked.CompareExchange(ref swept, now.UtcTicks, last) == last)
        {
            _ = store.RemoveExpiredAsync(now).ContinueWith(
                failed => log.Warning("Expired results could not be removed: {0}", failed.Exception!.GetBaseException().Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}
