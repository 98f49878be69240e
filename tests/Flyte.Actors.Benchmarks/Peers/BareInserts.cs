using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Flyte.Actors.Benchmarks;

/// <summary>The same bytes put into a table by hand: a row an item, a thousand rows a transaction, one prepared command.</summary>
internal sealed class BareInserts : IAsyncDisposable
{
    public const string Name = "insert";
    private const int RowsAtOnce = 1000;

    private readonly DbConnection connection;
    private int tables;

    private BareInserts(DbConnection connection) => this.connection = connection;

    /// <summary>On a file, as SQLite is used where nothing may be lost.</summary>
    public static Task<BareInserts> OnSqliteAsync(string path) => OpenAsync(new SqliteConnection(SqliteFile.Create(path)));

    /// <summary>On a server, with its defaults.</summary>
    public static Task<BareInserts> OnPostgreSqlAsync(string connectionString) => OpenAsync(new NpgsqlConnection(connectionString));

    /// <summary>Does each item and inserts it.</summary>
    public Subject AsSubject(int items, string? @case) =>
        Subject.Of(Name, items, 1, "concurrency, error slots, recovery", () => Task.Run(() => RunAsync(items)), DurableMap.Counted(Name, items))
            with
        { Case = @case };

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async Task<BareInserts> OpenAsync(DbConnection connection)
    {
        await connection.OpenAsync();
        return new BareInserts(connection);
    }

    private async Task<int> RunAsync(int items)
    {
        var table = $"items_{++tables}";
        await ExecuteAsync($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, input INTEGER NOT NULL, result TEXT NOT NULL)");
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {table} (id, input, result) VALUES (@id, @input, @result)";
        var (id, input, result) = (Parameter(insert, "id", 0), Parameter(insert, "input", 0), Parameter(insert, "result", ""));
        await insert.PrepareAsync();
        for (var first = 0; first < items; first += RowsAtOnce)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            insert.Transaction = transaction;
            for (var index = first; index < Math.Min(first + RowsAtOnce, items); index++)
            {
                id.Value = index;
                input.Value = index + 1;
                result.Value = Padded.Of(index + 1);
                await insert.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }

        await using var count = connection.CreateCommand();
        count.CommandText = $"SELECT COUNT(*) FROM {table}";
        return Convert.ToInt32(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static DbParameter Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
