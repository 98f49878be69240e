using System.Security.Cryptography;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>Results are found by what they were computed from, while they are good.</summary>
public sealed class CacheTableTests(PostgresServer server) : StoreTest(server)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_key_has_its_entry_or_none(string database)
    {
        var store = await CreateAsync(database);
        var entry = Entry(1) with { Value = RandomNumberGenerator.GetBytes(100_000), Item = 7, ExpiresAt = Now.AddTicks(1) };
        await using (var open = await OpenAsync(store))
        {
            await open.Cache.StoreAsync([entry, Entry(2)]).Soon();
        }

        var found = await (await OpenAsync(store)).Cache.FindAsync([Key(2), Key(3), Key(1), Key(2)], Now).Soon();

        Assert.Equal([2, null, 1, 2], found.Select(e => e is null ? (int?)null : e.Key[0]));
        Assert.Equal(entry.Value, found[2]!.Value);
        Assert.Equal(entry, found[2]! with { Key = entry.Key, Value = entry.Value });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_newest_counts(string database)
    {
        var cache = (await OpenAsync(database)).Cache;
        await cache.StoreAsync([Entry(1, run: "b", age: 1), Entry(1, run: "a", age: 2)]).Soon();
        await cache.StoreAsync([Entry(1, run: "c", age: 3)]).Soon();
        Assert.Equal("b", (await cache.FindAsync([Key(1)], Now).Soon())[0]!.Run);

        await cache.StoreAsync([Entry(1, run: "d", age: 1)]).Soon();
        Assert.Equal("d", (await cache.FindAsync([Key(1)], Now).Soon())[0]!.Run);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_expired_is_not_found_and_goes(string database)
    {
        var cache = (await OpenAsync(database)).Cache;
        await cache.StoreAsync([Entry(1) with { ExpiresAt = Now }, Entry(2) with { ExpiresAt = Now.AddSeconds(1) }, Entry(3)]).Soon();
        Assert.Equal([false, true, true], (await cache.FindAsync([Key(1), Key(2), Key(3)], Now).Soon()).Select(e => e is not null));

        await cache.RemoveExpiredAsync(Now).Soon();
        Assert.Equal([false, true, true], (await cache.FindAsync([Key(1), Key(2), Key(3)], DateTimeOffset.MinValue).Soon()).Select(e => e is not null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Thousands_are_stored_and_found_at_once(string database)
    {
        var cache = (await OpenAsync(database)).Cache;
        var entries = Enumerable.Range(0, 10_000).Select(n => Entry(1, run: $"run-{n % 3}") with
        {
            Key = SHA256.HashData(BitConverter.GetBytes(n)),
            Value = RandomNumberGenerator.GetBytes(n % 50),
            Item = n,
            ExpiresAt = n % 2 == 0 ? null : Now.AddDays(1),
        }).ToList();

        await cache.StoreAsync(entries).Soon();

        var found = await cache.FindAsync([.. entries.Select(e => e.Key)], Now).Soon();
        Assert.All(entries.Zip(found), pair =>
        {
            Assert.Equal(pair.Item1.Value, pair.Item2!.Value);
            Assert.Equal(pair.Item1, pair.Item2 with { Key = pair.Item1.Key, Value = pair.Item1.Value });
        });
    }

    private static byte[] Key(byte number) => [number, .. new byte[31]];

    private static CacheEntry Entry(byte number, string run = "run-1", int age = 0) => new(Key(number), [number], run, 0, Now.AddSeconds(-age));
}
