using System.Security.Cryptography;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>Big payloads have a place of their own, from which they go with their run.</summary>
public sealed class PayloadTableTests(PostgresServer server) : StoreTest(server)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_payload_of_megabytes_is_there_after_a_restart(string database)
    {
        var store = await CreateAsync(database);
        var big = new StoredPayload("run-1/0", "run-1", RandomNumberGenerator.GetBytes(5 << 20));
        await using (var open = await OpenAsync(store))
        {
            await open.Payloads.StoreAsync([big, new StoredPayload("run-1/1", "run-1", [])]).Soon();
            await open.Payloads.StoreAsync([big]).Soon();
        }

        var found = await (await OpenAsync(store)).Payloads.FindAsync(["run-1/1", "run-1/2", big.Id]).Soon();

        Assert.Empty(found[0]!);
        Assert.Null(found[1]);
        Assert.Equal(big.Bytes, found[2]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_payloads_of_a_run_go_with_it(string database)
    {
        var payloads = (await OpenAsync(database)).Payloads;
        await payloads.StoreAsync([new("a", "run-1", [1]), new("b", "run-1", [2]), new("c", "run-2", [3])]).Soon();

        await payloads.RemoveOfRunAsync("run-1").Soon();

        Assert.Equal([null, null, [3]], await payloads.FindAsync(["a", "b", "c"]).Soon());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closed_store_refuses_to_write(string database)
    {
        var open = await OpenAsync(database);
        await open.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => open.Payloads.StoreAsync([new("a", "run-1", [1])])).Soon();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_cannot_be_written_takes_nothing_with_it(string database)
    {
        var payloads = (await OpenAsync(database)).Payloads;

        var writes = Enumerable.Range(0, 20).Select(n => payloads.StoreAsync([new($"id-{n}", "run-1", n == 7 ? null! : [1])])).ToArray();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default))).Soon();

        Assert.Equal([7], writes.Index().Where(write => write.Item.IsFaulted).Select(write => write.Index));
        var found = await payloads.FindAsync([.. Enumerable.Range(0, 20).Select(n => $"id-{n}")]).Soon();
        Assert.Equal([7], found.Index().Where(bytes => bytes.Item is null).Select(bytes => bytes.Index));
    }
}
