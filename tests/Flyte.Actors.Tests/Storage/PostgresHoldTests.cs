using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Postgres;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>One process at a time has a database, through its outages too.</summary>
public sealed class PostgresHoldTests(PostgresServer server) : StoreTest(server)
{
    private const string Held = "granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private const string EndHolder = $"SELECT pid FROM pg_locks, pg_terminate_backend(pid) WHERE {Held}";

    private static readonly StoredPayload Payload = new("a", "run-1", [1]);

    [PostgresFact]
    public async Task A_second_process_is_refused_until_the_first_has_ended()
    {
        var address = await Server.CreateDatabaseAsync();
        var store = FlyteStore.PostgreSql(address);
        for (var turn = 1; turn <= 3; turn++)
        {
            await using var first = await StoreOpener.OpenAsync(store, Durability.Full).Soon();

            var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));

            string[] words = [store.ToString(), "127.0.0.1", new NpgsqlConnectionStringBuilder(address).Database!,
                "used by another process", $"process {Environment.ProcessId} on ", "End that process", "another database"];
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
            await first!.Payloads.StoreAsync([Payload]).Soon();
        }
    }

    [PostgresFact]
    public async Task Of_several_that_open_a_new_store_at_once_one_has_it()
    {
        var store = FlyteStore.PostgreSql(await Server.CreateDatabaseAsync());

        var opening = Enumerable.Range(0, 4).Select(_ => OpenAsync(store)).ToArray();
        await Assert.ThrowsAsync<StoreException>(() => Task.WhenAll(opening).Soon());

        _ = Assert.Single(opening, one => one.IsCompletedSuccessfully);
        Assert.All(opening.Where(one => one.IsFaulted), one => Assert.IsType<StoreException>(one.Exception!.InnerException));
    }

    [PostgresFact]
    public async Task Two_schemas_of_a_database_are_two_stores()
    {
        var address = await Server.CreateDatabaseAsync();
        await AskAsync(address, "CREATE SCHEMA one; CREATE SCHEMA two");

        foreach (var schema in new[] { "one", "two" })
        {
            var store = FlyteStore.PostgreSql(new NpgsqlConnectionStringBuilder(address) { SearchPath = schema }.ConnectionString);
            await OpenAsync(store);
            await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));
        }
    }

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task It_is_held_again_after_an_outage(string stop)
    {
        var store = FlyteStore.PostgreSql(await Server.CreateDatabaseAsync());
        var first = await OpenAsync(store);
        await Server.StopAsync(stop);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first.Payloads.StoreAsync([Payload])).Soon();

        await Server.StartAsync();
        await first.Payloads.StoreAsync([Payload]).Soon();

        await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));
    }

    [PostgresFact]
    public async Task It_is_held_again_when_only_its_session_was_lost()
    {
        var address = await Server.CreateDatabaseAsync();
        var first = await OpenAsync(FlyteStore.PostgreSql(address));

        var lost = await AskAsync(address, EndHolder);

        while (await AskAsync(address, $"SELECT pid FROM pg_locks WHERE {Held}") is not int holder || holder == (int)lost!)
        {
            await Task.Yield();
        }

        Assert.False(first.Lost.IsCompleted);
        await first.Payloads.StoreAsync([Payload]).Soon();
    }

    [PostgresFact]
    public async Task Who_finds_another_in_its_place_writes_nothing_any_more()
    {
        var address = await Server.CreateDatabaseAsync();
        var store = FlyteStore.PostgreSql(address);
        var first = await OpenAsync(store);
        await first.Payloads.StoreAsync([Payload]).Soon();

        await using (await TakeOverAsync(address))
        {
            var reason = await first.Lost.Soon();
            Assert.Contains($"The store {store} was away, and another process ('rival') has it", reason.Message, StringComparison.Ordinal);
            await RefusedAsync();
        }

        // It has been another's: what this process knows of it may be wrong.
        await RefusedAsync();
        Assert.Equal(1L, await AskAsync(address, "SELECT count(*) FROM flyte_payloads"));

        async Task RefusedAsync()
        {
            await Assert.ThrowsAsync<StoreException>(() => first.Payloads.StoreAsync([Payload with { Id = "b" }])).Soon();
            await Assert.ThrowsAsync<StoreException>(() => first.Payloads.FindAsync(["a"])).Soon();
        }
    }

    [PostgresFact]
    public async Task A_runtime_that_finds_another_in_its_place_stops_and_says_so()
    {
        var address = await Server.CreateDatabaseAsync();
        var env = new TaskEnvironment("hold");
        var (begun, gate) = (new Tally(), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            begun.Add();
            await gate.Opened;
            return x;
        });
        var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.PostgreSql(address) }, env).Soon();
        try
        {
            var run = await flyte.SubmitAsync(wait.MapAsync([1, 2, 3]), new RunOptions { Id = "held" }).Soon();
            var reading = run.ResultsAsync().ToListAsync().AsTask();
            var asking = run.WaitAsync();
            await begun.Reaches(3);

            await using var rival = await TakeOverAsync(address);

            foreach (var error in new[]
            {
                await Assert.ThrowsAsync<StoreException>(() => reading.Soon()),
                await Assert.ThrowsAsync<StoreException>(() => asking.Soon()),
                await Assert.ThrowsAsync<StoreException>(() => flyte.SubmitAsync(wait.MapAsync([4])).Soon()),
                await Assert.ThrowsAsync<StoreException>(() => flyte.ListRunsAsync().Soon()),
            })
            {
                Assert.Contains("'rival'", error.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            gate.Open();
            await flyte.DisposeAsync().Soon();
        }
    }

    [PostgresFact]
    public async Task A_session_of_its_own_that_the_server_still_believes_in_is_ended()
    {
        var address = await Server.CreateDatabaseAsync();
        await (await OpenAsync(FlyteStore.PostgreSql(address))).DisposeAsync();
        var own = HoldSession.Address(address);
        await using var first = await HoldSession.OpenAsync(own, CancellationToken.None);
        await using var again = await HoldSession.OpenAsync(own, CancellationToken.None);
        await using var other = await HoldSession.OpenAsync(HoldSession.Address(address), CancellationToken.None);

        Assert.Null(await first.TakeAsync(cluster: null, CancellationToken.None).Soon());
        Assert.NotNull(await other.TakeAsync(cluster: null, CancellationToken.None).Soon());
        Assert.Null(await again.TakeAsync(cluster: null, CancellationToken.None).Soon());
    }

    // One that waits for the lock has it as soon as the session that had it is ended, before that can take it again.
    private static async Task<NpgsqlConnection> TakeOverAsync(string address)
    {
        var rival = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { ApplicationName = "rival", Pooling = false }.ConnectionString);
        await rival.OpenAsync().Soon();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({HoldSession.Key})", rival);
        var taking = command.ExecuteNonQueryAsync();
        while (await AskAsync(address, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'") is not 1L)
        {
            await Task.Yield();
        }

        await AskAsync(address, EndHolder);
        await taking.Soon();
        return rival;
    }

    private static async Task<object?> AskAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync().Soon();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync().Soon();
    }
}
