using System.Data.Common;
using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>Another program that writes into the tables of a store, past the runtime.</summary>
internal static class OtherHand
{
    /// <summary>Carries statements out, in one transaction.</summary>
    /// <returns>How many rows they changed.</returns>
    internal static async Task<int> WriteAsync(FlyteStore store, params IReadOnlyList<(string Sql, object?[] Values)> statements)
    {
        await using DbConnection connection = store.Kind == StoreKind.Sqlite
            ? new SqliteConnection($"Data Source={new SqliteFiles(store.Location).Index};Pooling=false")
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Location) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var rows = 0;
        foreach (var (sql, values) in statements)
        {
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            foreach (var (value, i) in values.Select((value, i) => (value, i)))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@v{i}", value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            rows += await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return rows;
    }

    internal static Task<int> WriteAsync(FlyteStore store, string sql, params object?[] values) => WriteAsync(store, [(sql, values)]);
}
