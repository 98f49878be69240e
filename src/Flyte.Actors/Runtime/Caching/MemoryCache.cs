using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>Results in memory, for runtimes without a store. When it is full, what was not used for longest goes.</summary>
/// <param name="maxBytes">How much it holds, keys and overhead included.</param>
internal sealed class MemoryCache(long maxBytes = MemoryCache.DefaultBytes) : ICacheStore
{
    internal const long DefaultBytes = 64 * 1024 * 1024;
    private const int SizeOfEntry = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<CachedResult>> entries = [];
    private readonly LinkedList<CachedResult> byUse = [];
    private long size;

    public Task<IReadOnlyList<ReadOnlyMemory<byte>?>> FindAsync(IReadOnlyList<CacheKey> keys, DateTimeOffset now)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>?>>([.. keys.Select(key => Find(key, now))]);
        }
    }

    public Task StoreAsync(IReadOnlyList<CachedResult> results)
    {
        lock (gate)
        {
            foreach (var result in results)
            {
                Remove(result.Key);
                // The JSON may be a part of a block: kept alone, it does not keep its neighbours.
                entries.Add(result.Key, byUse.AddLast(result with { Json = result.Json.ToArray() }));
                size += SizeOf(result);
            }

            while (size > maxBytes)
            {
                Remove(byUse.First!.Value.Key);
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveExpiredAsync(DateTimeOffset now)
    {
        lock (gate)
        {
            foreach (var expired in byUse.Where(entry => entry.ExpiresAt <= now).ToArray())
            {
                Remove(expired.Key);
            }
        }

        return Task.CompletedTask;
    }

    private ReadOnlyMemory<byte>? Find(CacheKey key, DateTimeOffset now)
    {
        if (!entries.TryGetValue(key, out var node) || node.Value.ExpiresAt <= now)
        {
            return null;
        }

        byUse.Remove(node);
        byUse.AddLast(node);
        return node.Value.Json;
    }

    private void Remove(CacheKey key)
    {
        if (entries.Remove(key, out var node))
        {
            byUse.Remove(node);
            size -= SizeOf(node.Value);
        }
    }

    private static long SizeOf(CachedResult result) => SizeOfEntry + result.Json.Length;
}
