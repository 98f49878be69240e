using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>What is wrong with a database is said when it is opened, without its password.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresOpeningTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_wrong_password_is_refused() =>
        await AssertRefusedAsync(await AddressAsync(a => a.Password = "hunter2"), "refuses its user", "Correct user name and password");

    [PostgresFact]
    public async Task A_database_that_is_not_there_is_named() =>
        await AssertRefusedAsync(await AddressAsync(a => a.Database = "nowhere"), "\"nowhere\" does not exist", "Create the database");

    [PostgresFact]
    public async Task A_server_that_does_not_answer_is_named() =>
        await AssertRefusedAsync(await AddressAsync(a => a.Port = 1), "127.0.0.1:1/", "cannot be reached", "Start the server");

    [PostgresFact]
    public async Task A_host_that_is_not_there_is_named() =>
        await AssertRefusedAsync(await AddressAsync(a => a.Host = "no-such-host.invalid"), "no-such-host.invalid", "cannot be reached", "correct host");

    [PostgresFact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        var address = await server.CreateDatabaseAsync();
        await (await OpenAsync(address)).DisposeAsync();
        await ExecuteAsync(address, $"UPDATE flyte_meta SET value = '{TableSchema.Version + 1}' WHERE key = 'schema'");

        await AssertRefusedAsync(address, $"its format is {TableSchema.Version + 1}", "use the newer version");
    }

    [PostgresFact]
    public async Task A_read_only_database_is_refused()
    {
        var address = await server.CreateDatabaseAsync();
        await ExecuteAsync(address, $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(address).Database} SET default_transaction_read_only = on");

        await AssertRefusedAsync(address, "is read-only", "name the primary server");
    }

    [PostgresFact]
    public async Task A_user_without_rights_is_refused()
    {
        var address = await server.CreateDatabaseAsync();
        var user = $"guest_{Guid.NewGuid():N}";
        await ExecuteAsync(address, $"CREATE USER {user} PASSWORD 'hunter2'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        var guest = new NpgsqlConnectionStringBuilder(address) { Username = user, Password = "hunter2" };
        await AssertRefusedAsync(guest.ConnectionString, "permission denied", "Grant the user CREATE");
    }

    [PostgresFact]
    public async Task A_commit_waits_for_the_disk_unless_told_otherwise()
    {
        var address = await server.CreateDatabaseAsync();
        Assert.Equal("on", await CommitAsync(Durability.Full));
        Assert.Equal("off", await CommitAsync(Durability.Normal));

        async Task<object?> CommitAsync(Durability durability)
        {
            await using var connection = new NpgsqlConnection(Actors.Storage.Postgres.PostgresConnections.Tuned(address, durability));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SHOW synchronous_commit", connection);
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<OpenStore> OpenAsync(string address) =>
        (await StoreOpener.OpenAsync(FlyteStore.PostgreSql(address), Durability.Full).Soon())!;

    private static async Task AssertRefusedAsync(string address, params string[] words)
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(address));

        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        NpgsqlConnection.ClearPool(connection);
    }

    private async Task<string> AddressAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        var address = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        change(address);
        return address.ConnectionString;
    }
}
