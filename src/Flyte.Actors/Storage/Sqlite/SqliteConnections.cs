using System.Data.Common;
using LinqToDB;
using Microsoft.Data.Sqlite;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>How connections to one file are made.</summary>
internal sealed class SqliteConnections(string path, Durability durability)
{
    // SQLite's own waiting for a lock looks every few milliseconds, that of the provider only every 150.
    private readonly string onOpen =
        $"PRAGMA busy_timeout = 20000; PRAGMA synchronous = {(durability == Durability.Full ? "FULL" : "NORMAL")};";

    internal string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = 30,
    }.ConnectionString;

    /// <summary>
    /// The provider does everything synchronously. Yielding once for each connection lets the writes of other actors gather behind
    /// the one under way: with it ten times as many are committed in a second.
    /// </summary>
    internal DataOptions Options() => new DataOptions()
        .UseConnectionString(ProviderName.SQLiteMS, ConnectionString)
        .UseBeforeConnectionOpened(_ => { }, async (_, _) => await Task.Yield())
        .UseAfterConnectionOpened(Prepare, (connection, _) =>
        {
            Prepare(connection);
            return Task.CompletedTask;
        });

    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the idle connections; the last one that is closed writes the log into the file and removes it.</summary>
    internal void Close()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // No word of it comes from outside.
        command.CommandText = onOpen;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
