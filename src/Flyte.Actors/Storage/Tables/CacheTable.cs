using LinqToDB;
using LinqToDB.Async;

namespace Flyte.Actors.Storage.Tables;

/// <summary>A result that other runs may take over.</summary>
/// <param name="Key">32 bytes that say what was computed.</param>
/// <param name="Value">The result, encoded.</param>
/// <param name="Run">The run that computed it.</param>
/// <param name="Item">The item of that run.</param>
/// <param name="CreatedAt">When it was computed.</param>
/// <param name="ExpiresAt">From when on it is not to be taken over; null is never.</param>
internal sealed record CacheEntry(
    byte[] Key, byte[] Value, string Run, int Item, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null);

/// <summary>Results by what they were computed from.</summary>
internal sealed class CacheTable(TableDatabase database)
{
    private const int MostKeys = 200;
    private const string Newer = "excluded.created_at >= flyte_cache.created_at";

    /// <summary>What is known of each key, in their order; null where nothing is, or it has expired.</summary>
    internal Task<IReadOnlyList<CacheEntry?>> FindAsync(IReadOnlyList<byte[]> keys, DateTimeOffset now) =>
        database.ReadAsync<IReadOnlyList<CacheEntry?>>(async db =>
        {
            var found = new Dictionary<byte[], CacheEntry>(ByteComparer.Instance);
            foreach (var chunk in keys.Distinct(ByteComparer.Instance).Chunk(MostKeys))
            {
                var rows = await db.GetTable<CacheRow>()
                    .Where(row => chunk.Contains(row.Key) && (row.ExpiresAt == null || row.ExpiresAt > now.UtcTicks))
                    .ToListAsync().ConfigureAwait(false);
                rows.ForEach(row => found[row.Key] = Entry(row));
            }

            return [.. keys.Select(found.GetValueOrDefault)];
        });

    /// <summary>Keeps results; of several with one key the newest, the last one among equals.</summary>
    internal Task StoreAsync(IReadOnlyList<CacheEntry> entries)
    {
        var rows = entries.GroupBy(entry => entry.Key, ByteComparer.Instance)
            .Select(same => Row(same.Aggregate((newest, next) => next.CreatedAt >= newest.CreatedAt ? next : newest)))
            .OrderBy(row => row.Key, ByteComparer.Instance)
            .ToList();
        return rows.Count == 0 ? Task.CompletedTask : database.WriteAsync(db => db.UpsertAsync(rows, Newer));
    }

    internal Task RemoveExpiredAsync(DateTimeOffset now) =>
        database.WriteAsync(db => db.GetTable<CacheRow>().Where(row => row.ExpiresAt <= now.UtcTicks).DeleteAsync());

    private static CacheRow Row(CacheEntry entry) => new()
    {
        Key = entry.Key,
        Value = entry.Value,
        Run = entry.Run,
        Item = entry.Item,
        CreatedAt = entry.CreatedAt.UtcTicks,
        ExpiresAt = entry.ExpiresAt?.UtcTicks,
    };

    private static CacheEntry Entry(CacheRow row) => new(
        row.Key,
        row.Value,
        row.Run,
        row.Item,
        new DateTimeOffset(row.CreatedAt, TimeSpan.Zero),
        row.ExpiresAt is { } expires ? new DateTimeOffset(expires, TimeSpan.Zero) : null);
}
