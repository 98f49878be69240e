using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Flyte.Actors.Tests.Support;

/// <summary>The tests that share one PostgreSQL server.</summary>
[Xunit.CollectionDefinition(Name)]
public sealed class PostgresTests : Xunit.ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

/// <summary>
/// A PostgreSQL server of our own, on the loopback interface, started by the first test that asks for a database. It stops, and its
/// files go, with the test process, however that ends.
/// </summary>
public sealed class PostgresServer : Xunit.IAsyncLifetime, IDisposable
{
    internal const string User = "flyte";
    internal const string Password = "s3cret word";

    private const int Attempts = 3;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string disk;
    private PostgresKeeper? keeper;
    private int port;
    private int databases;

    public PostgresServer()
        : this("")
    {
    }

    /// <param name="disk">The size of a disk of its own that can be <see cref="FillAsync">full</see>, as mount takes it. It takes root.</param>
    internal PostgresServer(string disk) => this.disk = disk;

    Task Xunit.IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    // It removes the files of all databases, a hundred or more, which on a busy machine takes half a minute.
    Task Xunit.IAsyncLifetime.DisposeAsync() => keeper?.EndAsync().WaitAsync(4 * Patience.Bound) ?? Task.CompletedTask;

    public void Dispose()
    {
        keeper?.Dispose();
        turn.Dispose();
    }

    /// <summary>The connection string of a new, empty database.</summary>
    internal async Task<string> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>The connection string of the same database by a socket in a file, which is reached from every network of this machine.</summary>
    internal static async Task<string> BySocketAsync(string address)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("SHOW unix_socket_directories", connection);
        return new NpgsqlConnectionStringBuilder(address) { Host = (string)(await ask.ExecuteScalarAsync())! }.ConnectionString;
    }

    /// <summary>Starts the server, unless it runs; after a stop at the same port and with the same data.</summary>
    internal async Task StartAsync()
    {
        await turn.WaitAsync();
        try
        {
            await (keeper?.SayAsync("start") ?? StartFirstAsync()).Soon();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <param name="how">"fast": open transactions are undone, and clients are told; "immediate": as by a crash.</param>
    internal Task StopAsync(string how) => SayAsync($"stop {how}");

    /// <summary>Has all processes of the server stand still: it holds its connections, and answers nobody.</summary>
    internal Task FreezeAsync() => SayAsync("freeze");

    /// <summary>Lets them go on.</summary>
    internal Task ThawAsync() => SayAsync("thaw");

    /// <summary>Leaves no room on its disk.</summary>
    internal Task FillAsync() => SayAsync("fill");

    /// <summary>Makes room again.</summary>
    internal Task EmptyAsync() => SayAsync("empty");

    private async Task SayAsync(string command)
    {
        await turn.WaitAsync();
        try
        {
            await keeper!.SayAsync(command).Soon();
        }
        finally
        {
            turn.Release();
        }
    }

    // Somebody else may take a port between the moment when it is found free and the start of the server.
    private async Task StartFirstAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            port = FreePort();
            keeper = new PostgresKeeper(PostgresBinaries.Require(), port, User, Password, disk);
            try
            {
                await keeper.SayAsync("start");
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                await keeper.EndAsync();
                keeper.Dispose();
            }
        }
    }

    // Not pooled: a pool would keep connections to databases that no test uses any more.
    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = Password,
        Database = database,
        Pooling = database != "postgres",
        Timeout = (int)Patience.Bound.TotalSeconds,
    }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
