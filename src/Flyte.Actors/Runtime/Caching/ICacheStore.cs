using Akka.Event;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>Where results are kept. Any thread may use it.</summary>
internal interface ICacheStore
{
    /// <summary>The results of these keys, in their order; null where there is none, or none any more.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>?>> FindAsync(IReadOnlyList<CacheKey> keys, DateTimeOffset now);

    /// <summary>Keeps results, in place of those that were kept before. What was given before this returns is found or written at the store's end.</summary>
    Task StoreAsync(IReadOnlyList<CachedResult> results);

    Task RemoveExpiredAsync(DateTimeOffset now);
}

/// <summary>A result to keep.</summary>
/// <param name="Key">What it is found by.</param>
/// <param name="Json">The result.</param>
/// <param name="Run">The run that computed it.</param>
/// <param name="Item">The item of that run.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="ExpiresAt">From when on it is not to be taken over; null is never.</param>
internal sealed record CachedResult(CacheKey Key, ReadOnlyMemory<byte> Json, string Run, int Item, DateTimeOffset At, DateTimeOffset? ExpiresAt);

/// <summary>Results in a table of the runs' store.</summary>
/// <param name="table">The table.</param>
/// <param name="log">Where it is said what is not found there as it was kept.</param>
internal sealed class StoredCache(CacheTable table, ILoggingAdapter log) : ICacheStore
{
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>?>> FindAsync(IReadOnlyList<CacheKey> keys, DateTimeOffset now)
    {
        var damaged = new List<byte[]>();
        var found = await table.FindAsync([.. keys.Select(key => key.ToBytes())], now, damaged).ConfigureAwait(false);
        if (damaged.Count > 0)
        {
            // Removed, or it would be found and told again each time.
            await table.RemoveAsync(damaged).ConfigureAwait(false);
            log.Warning("The cache held {0} results that are not what was written there. They are removed, and their items run again; see whether the disk is in order.", damaged.Count);
        }

        return [.. found.Select(entry => entry is null ? (ReadOnlyMemory<byte>?)null : entry.Value)];
    }

    public Task StoreAsync(IReadOnlyList<CachedResult> results) => table.StoreAsync([.. results.Select(result =>
        new CacheEntry(result.Key.ToBytes(), result.Json.ToArray(), result.Run, result.Item, result.At, result.ExpiresAt))]);

    public Task RemoveExpiredAsync(DateTimeOffset now) => table.RemoveExpiredAsync(now);
}
