using Npgsql;

namespace Flyte.Actors.Benchmarks;

/// <summary>A database for one benchmark on the server that the environment names, dropped at its end.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name = $"flyte_bench_{Guid.NewGuid():N}";

    private PostgresDatabase(string server) => this.server = server;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    /// <summary>A new database; null where no server is at hand.</summary>
    public static async Task<PostgresDatabase?> CreateAsync()
    {
        if (Environment.GetEnvironmentVariable(Stores.PostgreSqlVariable) is not { Length: > 0 } server)
        {
            return null;
        }

        var database = new PostgresDatabase(server);
        await database.ExecuteAsync($"CREATE DATABASE {database.name}");
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
