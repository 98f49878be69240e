using Akka.Actor;
using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Postgres;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>The nodes of one cluster have a database together, and nobody else has it meanwhile.</summary>
public sealed class SharedStoreTests(PostgresServer server) : StoreTest(server)
{
    private static readonly StoreCluster First = new("blue", "node:1");
    private static readonly StoreCluster Second = new("blue", "node:2");
    private static readonly StoreCluster Other = new("green", "node:1");

    [PostgresFact]
    public async Task Nodes_of_one_cluster_have_one_store_of_one_identity()
    {
        var store = await CreateAsync("PostgreSQL");

        var opening = Enumerable.Range(1, 4).Select(i => OpenAsync(store, cluster: new("blue", $"node:{i}"))).ToArray();
        var nodes = await Task.WhenAll(opening).Soon();

        var identity = Assert.Single(nodes.Select(node => node.Identity).Distinct());
        Assert.Equal(32, identity.Length);
        Assert.NotEqual(identity, (await OpenAsync(await CreateAsync("PostgreSQL"), cluster: First)).Identity);
    }

    /// <summary>So that none of them founds a second cluster when it cannot reach the others.</summary>
    [PostgresFact]
    public async Task A_node_sees_which_others_are_members_of_the_cluster()
    {
        var store = await CreateAsync("PostgreSQL");
        var (first, second) = (await OpenAsync(store, cluster: First), await OpenAsync(store, cluster: Second));
        Assert.Null(await second.FindMemberAsync().Soon());

        first.SetMember();

        await UntilAsync(async () => await second.FindMemberAsync() is not null);
        Assert.Contains($"process {Environment.ProcessId} on ", await second.FindMemberAsync().Soon(), StringComparison.Ordinal);
        Assert.Null(await first.FindMemberAsync().Soon());

        await Server.StopAsync("fast");
        await Server.StartAsync();
        await UntilAsync(async () => await second.FindMemberAsync() is not null);

        await first.DisposeAsync();
        await UntilAsync(async () => await second.FindMemberAsync() is null);

        async Task UntilAsync(Func<Task<bool>> isSo)
        {
            using var bound = new CancellationTokenSource(Patience.Bound);
            while (!await IsAsync())
            {
                bound.Token.ThrowIfCancellationRequested();
            }

            async Task<bool> IsAsync()
            {
                try
                {
                    return await isSo().Soon();
                }
                catch (NpgsqlException)
                {
                    return false; // The server is just starting.
                }
            }
        }
    }

    [PostgresFact]
    public async Task The_identity_of_a_store_stays()
    {
        var store = await CreateAsync("PostgreSQL");
        var alone = await OpenAsync(store);
        await alone.DisposeAsync();

        Assert.Equal(alone.Identity, (await OpenAsync(store, cluster: First)).Identity);
    }

    [PostgresFact]
    public async Task A_single_process_and_a_cluster_exclude_each_other()
    {
        var store = await CreateAsync("PostgreSQL");
        await using (await StoreOpener.OpenAsync(store, Durability.Full).Soon())
        {
            var alone = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store, cluster: First));
            AssertHas(alone, store.ToString(), "used by another process", $"process {Environment.ProcessId} on ", "End that process");
        }

        var first = await OpenAsync(store, cluster: First);
        var second = await OpenAsync(store, cluster: Second);
        foreach (var node in new[] { first, second })
        {
            var shared = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));
            AssertHas(shared, store.ToString(), "a node of the cluster 'blue'", $"process {Environment.ProcessId} on ", "End all nodes of that cluster");
            await node.DisposeAsync();
        }

        await OpenAsync(store);
    }

    [PostgresFact]
    public async Task A_cluster_of_another_name_is_refused_until_the_last_node_has_gone()
    {
        var store = await CreateAsync("PostgreSQL");
        var first = await OpenAsync(store, cluster: First);
        var second = await OpenAsync(store, cluster: Second);
        foreach (var node in new[] { first, second })
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store, cluster: Other));
            AssertHas(error, "a node of the cluster 'blue'", "another database");
            await node.DisposeAsync();
        }

        await OpenAsync(store, cluster: Other);
        var late = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store, cluster: First));
        AssertHas(late, "a node of the cluster 'green'");
    }

    [Fact]
    public async Task What_one_process_has_is_not_shared()
    {
        var file = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(FlyteStore.Sqlite(Folder.File("flyte.db")), cluster: First));
        AssertHas(file, "flyte.db", "'blue'", "one process at a time writes", "PostgreSQL");
        Assert.Empty(Directory.EnumerateFiles(Folder.Path));

        var memory = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(FlyteStore.Memory, cluster: First));
        AssertHas(memory, "'memory'", "'blue'", "PostgreSQL");
    }

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task All_nodes_hold_it_again_after_an_outage(string stop)
    {
        var store = await CreateAsync("PostgreSQL");
        OpenStore[] nodes = [await OpenAsync(store, cluster: First), await OpenAsync(store, cluster: Second)];
        await Server.StopAsync(stop);
        foreach (var node in nodes)
        {
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => node.Payloads.StoreAsync([Payload("a")])).Soon();
        }

        await Server.StartAsync();
        foreach (var node in nodes)
        {
            await node.Payloads.StoreAsync([Payload("a")]).Soon();
            Assert.False(node.Lost.IsCompleted);
        }

        await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));
        await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store, cluster: Other));
    }

    [PostgresTheory]
    [InlineData(null, "('rival') has it")]
    [InlineData("green", "('rival'), a node of the cluster 'green', has it")]
    public async Task A_node_that_finds_others_in_the_place_of_its_cluster_writes_nothing_any_more(string? cluster, string words)
    {
        var address = await Server.CreateDatabaseAsync();
        var node = await OpenAsync(FlyteStore.PostgreSql(address), cluster: First);
        await node.Payloads.StoreAsync([Payload("a")]).Soon();

        // Both at once, so that the node cannot be in between.
        await using var rival = await ConnectAsync(address);
        await AskAsync(rival, $"""
            BEGIN;
            {PostgresSchema.TakeTurn};
            SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND pid <> pg_backend_pid()
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
            SELECT pg_advisory_lock{(cluster is null ? "" : "_shared")}({HoldSession.Key});
            UPDATE flyte_meta SET value = '{cluster}' WHERE key = 'cluster';
            COMMIT
            """);

        var reason = await node.Lost.Soon();
        Assert.Contains(words, reason.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => node.Payloads.StoreAsync([Payload("b")])).Soon();
        Assert.Equal(1L, await AskAsync(rival, "SELECT count(*) FROM flyte_payloads"));
    }

    [PostgresFact]
    public async Task What_one_node_writes_the_others_find()
    {
        var store = await CreateAsync("PostgreSQL");
        var (first, second) = (await OpenAsync(store, cluster: First), await OpenAsync(store, cluster: Second));

        Assert.True(second.Snapshots.MayHave("run-1"));
        await first.Snapshots.StoreAsync("run-1", "s", [1]).Soon();
        await second.Snapshots.StoreAsync("run-1", "s", [2]).Soon();
        Assert.Equal([2], (await first.Snapshots.FindAsync("run-1").Soon())!.Bytes);
        await first.Snapshots.RemoveAsync("run-1").Soon();
        Assert.Null(await second.Snapshots.FindAsync("run-1").Soon());

        await first.Payloads.StoreAsync([Payload("a"), Payload("b")]).Soon();
        await second.Payloads.StoreAsync([Payload("b"), Payload("c")]).Soon();
        Assert.DoesNotContain(null, await first.Payloads.FindAsync(["a", "b", "c"]).Soon());
        await first.Payloads.RemoveOfRunAsync("run-1").Soon();
        Assert.All(await second.Payloads.FindAsync(["a", "b", "c"]).Soon(), Assert.Null);
        Assert.Empty(first.InHandFiles.Intersect(second.InHandFiles, StringComparer.Ordinal));
    }

    [PostgresFact]
    public async Task Of_results_with_one_key_the_newest_is_kept_whoever_writes_it_last()
    {
        var store = await CreateAsync("PostgreSQL");
        OpenStore[] nodes = [await OpenAsync(store, cluster: First), await OpenAsync(store, cluster: Second)];

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => nodes[n % 2].Cache.StoreAsync(
            [.. Enumerable.Range(0, 50).Select(key => Result(n % 4 < 2 ? key : 49 - key, minute: n))]))).Soon();

        foreach (var node in nodes)
        {
            var found = await node.Cache.FindAsync([.. Enumerable.Range(0, 50).Select(key => Result(key, 0).Key)], Result(0, 0).CreatedAt).Soon();
            Assert.All(found, entry => Assert.Equal([39], entry!.Value));
        }
    }

    [PostgresFact]
    public async Task A_write_that_the_server_ends_for_anothers_sake_is_made_again()
    {
        var address = await Server.CreateDatabaseAsync();
        var node = await OpenAsync(FlyteStore.PostgreSql(address), cluster: First);
        await node.Cache.StoreAsync([Result(1, 0), Result(2, 0)]).Soon();
        await using var rival = await ConnectAsync(address);
        await using var watch = await ConnectAsync(address);
        await AskAsync(rival, Touch(2, "BEGIN;"));

        // Each has what the other one waits for, and this node has waited for longer, so that it is the one that is ended.
        var writing = node.Cache.StoreAsync([Result(1, minute: 1), Result(2, minute: 2)]);
        while (await AskAsync(watch, "SELECT count(*) FROM pg_locks WHERE NOT granted") is not 1L)
        {
            await Task.Yield();
        }

        await AskAsync(rival, Touch(1, ""));
        await AskAsync(rival, "COMMIT");
        await writing.Soon();
        Assert.Equal([2], (await node.Cache.FindAsync([Result(2, 0).Key], Result(0, 0).CreatedAt).Soon())[0]!.Value);

        static string Touch(int key, string before) =>
            $"{before} UPDATE flyte_cache SET item = 9 WHERE key = '\\x{Convert.ToHexString(Result(key, 0).Key)}'";
    }

    [PostgresFact]
    public async Task Nodes_that_begin_at_once_on_a_new_store_make_one_journal()
    {
        var store = await CreateAsync("PostgreSQL");
        OpenStore[] nodes = [await OpenAsync(store, cluster: First), await OpenAsync(store, cluster: Second), await OpenAsync(store, cluster: new("blue", "3"))];

        var systems = nodes.Select(node => new StoreSystem(node)).ToArray();
        var kept = systems.Select((system, i) => system.Keeper($"keeper-{i}").Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(1, 10)))).ToArray();
        Assert.All(await Task.WhenAll(kept).Soon(), one => Assert.Equal(1, one.Count));
        await Task.WhenAll(systems.Select(system => system.DisposeAsync().AsTask())).Soon();
    }

    private static CacheEntry Result(int key, int minute)
    {
        var bytes = new byte[32];
        bytes[31] = (byte)key;
        return new CacheEntry(bytes, [(byte)minute], $"run-{minute}", key, new DateTimeOffset(2026, 3, 1, 12, minute, 0, TimeSpan.Zero));
    }

    private static StoredPayload Payload(string id) => new(id, "run-1", [1]);

    private static void AssertHas(StoreException error, params string[] words)
    {
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<NpgsqlConnection> ConnectAsync(string address)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { ApplicationName = "rival", Pooling = false }.ConnectionString);
        await connection.OpenAsync().Soon();
        return connection;
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync().Soon();
    }
}
