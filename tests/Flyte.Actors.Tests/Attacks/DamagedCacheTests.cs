using System.Security.Cryptography;
using System.Text;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>Cached results that are not what was written: nobody gets them, their items run again, and that is told once.</summary>
public sealed class DamagedCacheTests(PostgresServer server, ITestOutputHelper output) : StoreTest(server)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TaskEnvironment env = new("env");
    private readonly Logbook bodies = new();

    public static TheoryData<string, string> Damage => new()
    {
        { "SQLite", "UPDATE flyte_cache SET value = CAST('99' AS BLOB) WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = CAST('4,4' AS BLOB) WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = x'' WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = 4.5 WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = CAST('4]' AS BLOB), seal = NULL WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = CAST('4,4' AS BLOB), seal = NULL WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET value = x'', seal = NULL WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET seal = 'seal' WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET item = 99999999999 WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET created_at = 9223372036854775807 WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET created_at = 'yesterday' WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET expires_at = 9223372036854775807 WHERE value = CAST('4' AS BLOB)" },
        { "SQLite", "UPDATE flyte_cache SET expires_at = 'never' WHERE value = CAST('4' AS BLOB)" },
        { "PostgreSQL", "UPDATE flyte_cache SET value = '99' WHERE value = '4'" },
        { "PostgreSQL", "UPDATE flyte_cache SET value = '4]', seal = NULL WHERE value = '4'" },
        { "PostgreSQL", "UPDATE flyte_cache SET expires_at = 9223372036854775807 WHERE value = '4'" },
    };

    [PostgresTheory]
    [MemberData(nameof(Damage))]
    public async Task A_damaged_result_is_a_miss_and_told_once(string database, string sql)
    {
        var (store, twice) = (await CreateAsync(database), Twice());
        await using (var first = await StartAsync(store))
        {
            Assert.Equal([2, 4, 6], await MapAsync(first, twice));
        }

        Assert.Equal(1, await OtherHand.WriteAsync(store, sql));

        await using var next = await StartAsync(store);
        var warnings = Warnings.Of(next.System);
        Assert.Equal([2, 4, 6], await MapAsync(next, twice));
        Assert.Equal(["1", "2", "2", "3"], bodies.Sorted);
        await Patience.UntilAsync(() => warnings.All.Count > 0);
        await KeptAsync(next, twice);
        Assert.Contains("1 results that are not what was written", Assert.Single(warnings.All), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_result_that_lies_in_the_place_of_another_is_a_miss(string database)
    {
        var (store, twice) = (await CreateAsync(database), Twice());
        await using (var first = await StartAsync(store))
        {
            Assert.Equal([2, 4, 6], await MapAsync(first, twice));
        }

        await OtherHand.WriteAsync(store, "UPDATE flyte_cache SET value = (SELECT value FROM flyte_cache WHERE item = 0), seal = (SELECT seal FROM flyte_cache WHERE item = 0)");

        await using var next = await StartAsync(store);
        Assert.Equal([2, 4, 6], await MapAsync(next, twice));
        Assert.Equal(["1", "2", "2", "3", "3"], bodies.Sorted);
    }

    /// <summary>As a version wrote it that knew no seals.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_result_without_a_seal_is_taken(string database)
    {
        var (store, twice) = (await CreateAsync(database), Twice());
        await using (var first = await StartAsync(store))
        {
            Assert.Equal([2, 4, 6], await MapAsync(first, twice));
        }

        Assert.Equal(3, await OtherHand.WriteAsync(store, "UPDATE flyte_cache SET seal = NULL"));

        await using var next = await StartAsync(store);
        Assert.Equal([2, 4, 6], await MapAsync(next, twice));
        Assert.Equal(["1", "2", "3"], bodies.Sorted);
    }

    /// <summary>Whatever lies there, it is what was written or nothing.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Bytes_at_random_are_never_taken_for_a_result(string database)
    {
        var store = await CreateAsync(database);
        var cache = (await OpenAsync(store)).Cache;
        var fuzz = new Fuzz([.. new[] { "1", "\"text\"", "[1,2,3]", "{\"a\":{\"b\":null}}", "1,2", "]" }.Select(Encoding.UTF8.GetBytes)], Fuzz.Seed);
        var entries = Enumerable.Range(0, Fuzz.Cases)
            .Select(n => new CacheEntry(SHA256.HashData(BitConverter.GetBytes(n)), Encoding.UTF8.GetBytes($"[{n},\"x\"]"), "run", n, Now, n % 2 == 0 ? null : Now.AddDays(1))).ToList();
        await cache.StoreAsync(entries).Soon();

        await OtherHand.WriteAsync(store, [.. entries.Where((_, n) => n % 10 > 0).Select(entry => Change(entry.Key))]);

        var damaged = new List<byte[]>();
        var found = await cache.FindAsync([.. entries.Select(entry => entry.Key)], Now, damaged).Soon();
        Assert.All(entries.Zip(found, (written, read) => (written, read)).Where(pair => pair.read is not null), pair => Assert.Equal(pair.written.Value, pair.read!.Value));
        output.WriteLine($"{found.Count(entry => entry is not null)} of {entries.Count} are found, {damaged.Count} are damaged.");
        Assert.InRange(damaged.Count, 1, entries.Count * 9 / 10);

        await cache.RemoveAsync(damaged).Soon();
        damaged.Clear();
        await cache.FindAsync([.. entries.Select(entry => entry.Key)], Now, damaged).Soon();
        Assert.Empty(damaged);

        (string, object?[]) Change(byte[] key) => fuzz.Next(5) switch
        {
            0 => ("UPDATE flyte_cache SET value = @v0 WHERE key = @v1", [fuzz.Draw(), key]),
            1 => ("UPDATE flyte_cache SET seal = @v0 WHERE key = @v1", [fuzz.Draw(), key]),
            2 => ("UPDATE flyte_cache SET created_at = @v0 WHERE key = @v1", [BitConverter.ToInt64(SHA256.HashData(fuzz.Draw())), key]),
            3 => ("UPDATE flyte_cache SET expires_at = @v0 WHERE key = @v1", [BitConverter.ToInt64(SHA256.HashData(fuzz.Draw())), key]),
            _ => ("UPDATE flyte_cache SET value = @v0, seal = @v1 WHERE key = @v2", [fuzz.Draw(), SHA256.HashData(fuzz.Draw())[..8], key]),
        };
    }

    private static Task<List<int>> MapAsync(FlyteRuntime flyte, FlyteTask<int, int> twice) => flyte.Map(twice.MapAsync([1, 2, 3])).Values().ToListAsync().AsTask().Soon();

    // A result is kept a moment after its run has it.
    private async Task KeptAsync(FlyteRuntime flyte, FlyteTask<int, int> twice)
    {
        var before = bodies.Lines.Length;
        await MapAsync(flyte, twice);
        Assert.Equal(before, bodies.Lines.Length);
    }

    private Task<FlyteRuntime> StartAsync(FlyteStore store) => FlyteRuntime.StartAsync(new FlyteOptions { Store = store }, env).Soon();

    private FlyteTask<int, int> Twice() => env.Task("twice", (int i) =>
    {
        bodies.Write($"{i}");
        return 2 * i;
    }, o => o with { Cache = Cache.Auto });
}
