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
internal sealed class StoredCache(CacheTable table) : ICacheStore
{
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>?>> FindAsync(IReadOnlyList<CacheKey> keys, DateTimeOffset now)
    {
        var found = await table.FindAsync([.. keys.Select(key => key.ToBytes())], now).ConfigureAwait(false);
        return [.. found.Select(entry => entry is null ? (ReadOnlyMemory<byte>?)null : entry.Value)];
    }

    public Task StoreAsync(IReadOnlyList<CachedResult> results) => table.StoreAsync([.. results.Select(result =>
        new CacheEntry(result.Key.ToBytes(), result.Json.ToArray(), result.Run, result.Item, result.At, result.ExpiresAt))]);

    public Task RemoveExpiredAsync(DateTimeOffset now) => table.RemoveExpiredAsync(now);
}
