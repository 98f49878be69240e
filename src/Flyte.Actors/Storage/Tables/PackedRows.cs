using System.Globalization;
using LinqToDB;
using LinqToDB.Data;

namespace Flyte.Actors.Storage.Tables;

/// <summary>Results of one run and one moment, one behind the other in few parameters; the statement takes them apart.</summary>
internal sealed class PackedRows
{
    private const int MostRows = 4096;
    private const int MostBytes = 4 * 1024 * 1024;

    private const int Digits = 10;

    // A place is where a value begins, how long it is, and its item, in ten digits each.
    private static string Store(string number) => $"""
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count)
        INSERT INTO {TableSchema.Cache} (key, value, run, item, created_at, expires_at, {TableSchema.SealColumn})
        SELECT
          substr(@keys, i * 32 + 1, 32),
          substr(@bytes, {Number(number, 0)} + 1, {Number(number, 1)}), @run, {Number(number, 2)}, @created, @expires,
          substr(@seals, i * {Seal.Size} + 1, {Seal.Size})
        FROM n WHERE true
        ON CONFLICT (key) DO UPDATE SET
          value = excluded.value, run = excluded.run, item = excluded.item, created_at = excluded.created_at, expires_at = excluded.expires_at,
          {TableSchema.SealColumn} = excluded.{TableSchema.SealColumn}
        WHERE excluded.created_at >= flyte_cache.created_at
        """;

    // Of a text the tenth character is found by counting, of bytes at once; their digits are read differently.
    private static readonly string OnSqlite = Store("CAST({0} AS INTEGER)");
    private static readonly string OnPostgres = Store("convert_from({0}, 'SQL_ASCII')::int");

    private readonly CacheEntry[] rows;

    private PackedRows(CacheEntry[] rows) => this.rows = rows;

    /// <param name="alike">Entries that differ in keys, values and items; no two have one key.</param>
    internal static IEnumerable<PackedRows> Of(IEnumerable<CacheEntry> alike)
    {
        var (part, size) = (new List<CacheEntry>(), 0);
        foreach (var entry in alike)
        {
            if (part.Count == MostRows || (part.Count > 0 && size + entry.Value.Length > MostBytes))
            {
                yield return new PackedRows([.. part]);
                part.Clear();
                size = 0;
            }

            part.Add(entry);
            size += entry.Value.Length;
        }

        if (part.Count > 0)
        {
            yield return new PackedRows([.. part]);
        }
    }

    internal static byte[] Join(IReadOnlyList<byte[]> parts, int first, int count)
    {
        var joined = new byte[Enumerable.Range(first, count).Sum(i => parts[i].Length)];
        for (int i = first, at = 0; i < first + count; at += parts[i++].Length)
        {
            parts[i].CopyTo(joined, at);
        }

        return joined;
    }

    internal Task StoreAsync(DataConnection db)
    {
        return db.ExecuteAsync(
            db.DataProvider.Name.StartsWith(ProviderName.SQLite, StringComparison.Ordinal) ? OnSqlite : OnPostgres,
            new DataParameter("count", rows.Length, DataType.Int32),
            new DataParameter("keys", Join([.. rows.Select(row => row.Key)], 0, rows.Length), DataType.VarBinary),
            new DataParameter("bytes", Join([.. rows.Select(row => row.Value)], 0, rows.Length), DataType.VarBinary),
            new DataParameter("places", Places(), DataType.VarBinary),
            new DataParameter("seals", Join([.. rows.Select(Seal.Of)], 0, rows.Length), DataType.VarBinary),
            new DataParameter("run", rows[0].Run, DataType.Text),
            new DataParameter("created", rows[0].CreatedAt.UtcTicks, DataType.Int64),
            new DataParameter("expires", rows[0].ExpiresAt?.UtcTicks, DataType.Int64));
    }

    private byte[] Places()
    {
        var places = new byte[3 * Digits * rows.Length];
        var (next, start) = (0, 0);
        foreach (var row in rows)
        {
            Add(start);
            Add(row.Value.Length);
            Add(row.Item);
            start += row.Value.Length;
        }

        return places;

        void Add(int number)
        {
            number.TryFormat(places.AsSpan(next, Digits), out _, "D10", CultureInfo.InvariantCulture);
            next += Digits;
        }
    }

    private static string Number(string number, int which) =>
        string.Format(CultureInfo.InvariantCulture, number, string.Create(CultureInfo.InvariantCulture, $"substr(@places, i * 30 + {Digits * which + 1}, {Digits})"));
}
