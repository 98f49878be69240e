using System.Data.Common;
using System.Text.Json;
using LinqToDB;
using LinqToDB.Data;

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

/// <summary>
/// Results by what they were computed from. Thousands are found or kept by one statement, of which few parameters hold all rows: a
/// parameter for each value of each row costs many times what the database does with it.
/// </summary>
internal sealed class CacheTable(TableDatabase database)
{
    private const int MostKeys = 4096;

    private const string Find = """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count)
        SELECT n.i, c.value, c.run, c.item, c.created_at, c.expires_at, c.seal
        FROM n JOIN flyte_cache c ON c.key = substr(@keys, n.i * 32 + 1, 32)
        WHERE c.expires_at IS NULL OR c.expires_at > @now
        """;

    /// <summary>What is known of each key, in their order; null where nothing is, or it has expired, or is not what was written.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="now">What has expired by then is not found.</param>
    /// <param name="damaged">Gets the keys of what is not what was written.</param>
    internal Task<IReadOnlyList<CacheEntry?>> FindAsync(IReadOnlyList<byte[]> keys, DateTimeOffset now, ICollection<byte[]>? damaged = null) =>
        database.ReadAsync<IReadOnlyList<CacheEntry?>>(async db =>
        {
            var found = new CacheEntry?[keys.Count];
            for (var first = 0; first < keys.Count; first += MostKeys)
            {
                var count = Math.Min(MostKeys, keys.Count - first);
                await using var rows = await db.ExecuteReaderAsync(
                    Find,
                    CancellationToken.None,
                    new DataParameter("count", count, DataType.Int32),
                    new DataParameter("keys", PackedRows.Join(keys, first, count), DataType.VarBinary),
                    new DataParameter("now", now.UtcTicks, DataType.Int64)).ConfigureAwait(false);
                while (await rows.Reader!.ReadAsync().ConfigureAwait(false))
                {
                    var at = first + rows.Reader.GetInt32(0);
                    found[at] = Sound(keys[at], rows.Reader);
                    if (found[at] is null)
                    {
                        damaged?.Add(keys[at]);
                    }
                }
            }

            return found;
        });

    /// <summary>Keeps results; of several with one key the newest, the last one among equals.</summary>
    internal Task StoreAsync(IReadOnlyList<CacheEntry> entries)
    {
        var newest = new Dictionary<byte[], CacheEntry>(entries.Count, ByteComparer.Instance);
        foreach (var entry in entries)
        {
            if (!newest.TryGetValue(entry.Key, out var known) || entry.CreatedAt >= known.CreatedAt)
            {
                newest[entry.Key] = entry;
            }
        }

        var statements = newest.Values.GroupBy(entry => (entry.Run, entry.CreatedAt, entry.ExpiresAt))
            .SelectMany(alike => PackedRows.Of(alike.OrderBy(entry => entry.Key, ByteComparer.Instance))).ToList();
        return statements.Count == 0 ? Task.CompletedTask : database.WriteAsync(async db =>
        {
            foreach (var rows in statements)
            {
                await rows.StoreAsync(db).ConfigureAwait(false);
            }
        });
    }

    internal Task RemoveExpiredAsync(DateTimeOffset now) =>
        database.WriteAsync(db => db.GetTable<CacheRow>().Where(row => row.ExpiresAt <= now.UtcTicks).DeleteAsync());

    /// <summary>Removes what is kept by these keys.</summary>
    internal Task RemoveAsync(IReadOnlyCollection<byte[]> keys) => database.WriteAsync(async db =>
    {
        foreach (var key in keys)
        {
            await db.GetTable<CacheRow>().Where(row => row.Key == key).DeleteAsync().ConfigureAwait(false);
        }
    });

    private static CacheEntry? Sound(byte[] key, DbDataReader row)
    {
        try
        {
            var entry = Entry(key, row);
            return (row.IsDBNull(6) ? IsOneValue(entry.Value) : row.GetFieldValue<byte[]>(6).AsSpan().SequenceEqual(Seal.Of(entry))) ? entry : null;
        }
        catch (Exception e) when (e is InvalidCastException or ArithmeticException or ArgumentException or FormatException)
        {
            return null; // SQLite keeps values of any kind in any column.
        }
    }

    private static CacheEntry Entry(byte[] key, DbDataReader row) => new(
        key,
        row.GetFieldValue<byte[]>(1),
        row.GetString(2),
        row.GetInt32(3),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
        row.IsDBNull(5) ? null : new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero));

    // A version that knows no seals has written it. More than one value, or less, would move those of other items.
    private static bool IsOneValue(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
