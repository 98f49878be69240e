using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Flyte.Actors.Storage.Tables;
using LinqToDB;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>One database file of a store.</summary>
/// <param name="path">The full path.</param>
/// <param name="pageSize">
/// In bytes. Measured with full fsync on pages of 4, 8, 16 and 32 KiB: 1,150, 1,400, 1,570 and 1,790 events of 256 KiB a second, 11,000,
/// 11,800, 12,900 and 11,700 of 20 KB, 6,300, 5,900, 5,900 and 5,200 of 200 bytes.
/// </param>
/// <param name="durability">What a commit waits for.</param>
/// <param name="isScattered">
/// Whether rows are written and read all over the file, such as those found by a digest: then more pages are kept in memory, and more
/// are changed before they are written back.
/// </param>
/// <param name="mostPages">The largest size that the file may reach; null is that of the disk.</param>
internal sealed class SqliteFile(string path, int pageSize, Durability durability, bool isScattered = false, int? mostPages = null)
{
    private const int LogBytes = 4 << 20;
    private const int ScatteredBytes = 16 << 20;

    // SQLite's own waiting for a lock looks every few milliseconds, that of the provider only every 150.
    private const string Wait = "PRAGMA busy_timeout = 20000;";
    private const string WaitLittle = "PRAGMA busy_timeout = 500;";

    private readonly string onOpen = string.Create(CultureInfo.InvariantCulture, $"""
        PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")};
        PRAGMA wal_autocheckpoint = {(isScattered ? ScatteredBytes : LogBytes) / pageSize};
        PRAGMA journal_size_limit = {4 * (isScattered ? ScatteredBytes : LogBytes)};
        """) + (isScattered ? string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{ScatteredBytes >> 10};") : "")
        + (mostPages is { } most ? string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {most};") : "");

    private readonly ConditionalWeakTable<sqlite3, object> tuned = [];
    private readonly string connectionString = Address(path, seconds: 30, pooling: true);

    /// <summary>
    /// The provider does everything synchronously. Yielding once for each connection lets the writes of other actors gather behind
    /// the one under way: with it ten times as many are committed in a second.
    /// </summary>
    internal DataOptions Options => new DataOptions()
        .UseConnectionString(ProviderName.SQLiteMS, connectionString)
        .UseBeforeConnectionOpened(_ => { }, async (_, _) => await Task.Yield())
        .UseAfterConnectionOpened(Tune, (connection, _) =>
        {
            Tune(connection);
            return Task.CompletedTask;
        });

    /// <summary>Looks whether the file can be used, and changes nothing.</summary>
    /// <exception cref="StoreException">It cannot.</exception>
    internal void Check() => SqliteHeader.Check(path, TableSchema.Version);

    /// <summary>Makes the file with these tables, unless it is there, and writes to it, so that it is known that it can be written to.</summary>
    /// <exception cref="StoreException">It cannot.</exception>
    internal void Prepare(string tables = "")
    {
        try
        {
            // Nobody else has a reason to lock the file for long.
            using var connection = Connect();
            connection.Open();
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"{WaitLittle}PRAGMA page_size = {pageSize};{onOpen}"));
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
                BEGIN IMMEDIATE;
                PRAGMA application_id = {SqliteHeader.ApplicationId};
                PRAGMA user_version = {TableSchema.Version};
                {tables}
                COMMIT;
                """));
            Execute(connection, "PRAGMA journal_mode = WAL;");
        }
        catch (SqliteException e)
        {
            throw SqliteProblem.Of(path, e);
        }
    }

    /// <summary>Adds a column to a table that does not have it.</summary>
    /// <exception cref="StoreException">It cannot be.</exception>
    internal void Extend(string table, string column, string statement)
    {
        try
        {
            using var connection = Connect();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM pragma_table_info($table) WHERE name = $column";
            command.Parameters.AddWithValue("$table", table);
            command.Parameters.AddWithValue("$column", column);
            if (command.ExecuteScalar() is 0L)
            {
                Execute(connection, statement);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteProblem.Of(path, e);
        }
    }

    /// <summary>A connection that is not of the pool, not yet opened.</summary>
    internal SqliteConnection Connect() => new(Address(path, seconds: 1, pooling: false));

    /// <summary>Closes the idle connections; the last one that is closed writes the log into the file and removes it.</summary>
    internal void Close()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    // The settings stay with a connection that comes from the pool.
    private void Tune(DbConnection connection)
    {
        if (tuned.TryAdd(((SqliteConnection)connection).Handle!, this))
        {
            Execute(connection, Wait + onOpen);
        }
    }

    private static string Address(string path, int seconds, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = seconds,
        Pooling = pooling,
    }.ConnectionString;

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // No word of it comes from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
