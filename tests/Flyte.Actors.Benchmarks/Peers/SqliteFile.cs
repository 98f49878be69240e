using Microsoft.Data.Sqlite;

namespace Flyte.Actors.Benchmarks;

/// <summary>A SQLite file with a write-ahead log, in which every commit is flushed: FULL is what connections have by default.</summary>
internal static class SqliteFile
{
    /// <summary>Makes the file.</summary>
    /// <returns>Its connection string.</returns>
    public static string Create(string path)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString;
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        return connectionString;
    }
}
