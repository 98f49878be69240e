using System.Globalization;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>Rows of the list of runs that are not what was written: the list is made anew from the journal, and nothing is done because of them.</summary>
public sealed class DamagedListTests : StoreTest
{
    private static readonly string[] OfSqlite =
    [
        "started_at = 'then'", "started_at = 9223372036854775807", "ended_at = 'later'", "ended_at = 0.5", "ended_at = x'00'", "phase = x'ff'", "task = 7", "name = x'00ff'", "info = x'ff00'", "info = 5", "id = x'ff'", "id = 5",
    ];

    private static readonly string[] OfAny =
    [
        "info = ''", "info = '{'", "info = 'null'", "info = '[]'", "info = '{}'", "info = replace(info, '\"succeeded\":3', '\"succeeded\":4')", "info = substr(info, 1, 40)", "info = replace(info, 'Succeeded', 'Perfect')",
        "phase = 'Perfect'", "phase = 'Running'", "phase = ''", "task = 'env.other'", "name = 'other'", "started_at = 1", "started_at = -1", "ended_at = NULL", "ended_at = 1", "ended_at = -9223372036854775808",
        "id = 'somebody'", "id = 'a/b'", "id = 'run-1/0/calls'", "id = '..'", "id = ''", "id = '\u001b[31mred'",
    ];

    private readonly TaskEnvironment env = new("env");
    private readonly FlyteTask<int, int> twice;
    private readonly Halt halt = new();

    public DamagedListTests(PostgresServer server)
        : base(server) => twice = env.Task("twice", (int i) => 2 * i);

    public static TheoryData<string, string> Damage
    {
        get
        {
            var data = new TheoryData<string, string>();
            Array.ForEach([.. OfAny, .. OfSqlite], change => data.Add("SQLite", change));
            Array.ForEach(["info = '{'", "phase = 'Running'", "started_at = 1", "ended_at = 1", "id = 'somebody'", "id = '..'"], change => data.Add("PostgreSQL", change));
            return data;
        }
    }

    [PostgresTheory]
    [MemberData(nameof(Damage))]
    public async Task A_damaged_row_is_made_anew_at_once_and_at_the_next_start(string database, string change)
    {
        var (store, damage) = (await CreateAsync(database), $"UPDATE flyte_runs SET {change} WHERE id = 'run-1'");
        string[] before;
        await using (var flyte = await StartAsync(store))
        {
            before = await RunAsync(flyte, 3);
            var warnings = Warnings.Of(flyte.System);
            Assert.Equal(1, await OtherHand.WriteAsync(store, damage));

            Assert.Equal(before, await ListAsync(flyte));
            Assert.Equal(before, await ListAsync(flyte));
            Assert.InRange(warnings.All.Count, 0, 1);
            Assert.DoesNotContain(warnings.All, line => line.Any(char.IsControl));
        }

        Assert.Equal(1, await OtherHand.WriteAsync(store, damage));

        await using var next = await StartAsync(store);
        Assert.Equal(before, await ListAsync(next));
        Assert.Equal([2, 4, 6], await next.GetRun<int>("run-1").ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
    }

    /// <summary>It is the journal that says which runs go on.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_goes_on_of_which_the_list_says_that_it_has_ended(string database)
    {
        var store = await CreateAsync(database);
        var slow = env.Task("slow", async (int i) =>
        {
            await halt.PassAsync();
            return 2 * i;
        });
        await using (var first = await StartAsync(store))
        {
            await first.SubmitAsync(slow.MapAsync([1]), new RunOptions { Id = "slow" }).Soon();
            await halt.ReachedAsync();
            Assert.Equal(["slow"], (await first.ListRunsAsync().Soon()).Select(run => run.Id));
        }

        Assert.Equal(1, await OtherHand.WriteAsync(store, "UPDATE flyte_runs SET ended_at = 1"));

        halt.Free();
        await using var flyte = await StartAsync(store);
        await flyte.GetRun<int>("slow").WaitAsync().Soon();
        Assert.Equal([("slow", RunPhase.Succeeded)], (await flyte.ListRunsAsync().Soon()).Select(run => (run.Id, run.Phase)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public async Task The_list_follows_the_journal_from_its_start_where_nobody_knows_how_far_it_was(string offset)
    {
        var store = await CreateAsync("SQLite");
        string[] before;
        await using (var first = await StartAsync(store))
        {
            before = await RunAsync(first, 2);
        }

        await OtherHand.WriteAsync(store, "DELETE FROM flyte_runs");
        Assert.Equal(1, await OtherHand.WriteAsync(store, "INSERT INTO flyte_meta (key, value) VALUES ('run-index-offset', @v0) ON CONFLICT (key) DO UPDATE SET value = excluded.value", offset));

        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = store, ResumesRuns = false }, env).Soon();
        Assert.Equal(before, await ListAsync(flyte));
    }

    [PostgresFact]
    public async Task A_version_of_the_tables_that_is_no_number_is_refused()
    {
        var store = await CreateAsync("PostgreSQL");
        await (await OpenAsync(store)).DisposeAsync();
        Assert.Equal(1, await OtherHand.WriteAsync(store, "UPDATE flyte_meta SET value = 'one' WHERE key = 'schema'"));

        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store));

        Assert.Contains("its table flyte_meta has 'one'", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Every row in a way of its own, several times.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_that_are_damaged_at_random_are_all_made_anew(string database)
    {
        var store = await CreateAsync(database);
        await using var flyte = await StartAsync(store);
        var before = await RunAsync(flyte, 20);
        string[] changes = database == "SQLite" ? [.. OfAny, .. OfSqlite] : OfAny;
        var fuzz = new Fuzz([[1]], Fuzz.Seed);
        for (var round = 0; round < Math.Max(1, Fuzz.Cases / 100); round++)
        {
            await OtherHand.WriteAsync(store, [.. Enumerable.Range(1, 20).Where(_ => fuzz.Next(3) > 0).Select(n =>
                (changes[fuzz.Next(changes.Length)] is var change && change.StartsWith("id ", StringComparison.Ordinal)
                    ? string.Create(CultureInfo.InvariantCulture, $"UPDATE flyte_runs SET id = 'stray-{n}' WHERE id = 'run-{n}'")
                    : string.Create(CultureInfo.InvariantCulture, $"UPDATE flyte_runs SET {change} WHERE id = 'run-{n}'"), Array.Empty<object?>()))]);

            Assert.Equal(before, await ListAsync(flyte));
        }
    }

    private Task<FlyteRuntime> StartAsync(FlyteStore store) => FlyteRuntime.StartAsync(new FlyteOptions { Store = store }, env).Soon();

    // Where a page begins behind a run, the index is written before it is read.
    private async Task<string[]> RunAsync(FlyteRuntime flyte, int runs)
    {
        for (var n = 1; n <= runs; n++)
        {
            var run = await flyte.SubmitAsync(twice.MapAsync([1, 2, 3]), new RunOptions { Id = string.Create(CultureInfo.InvariantCulture, $"run-{n}"), Name = "mine" }).Soon();
            await run.WaitAsync().Soon();
        }

        await flyte.ListRunsAsync(new RunQuery { After = "run-1" }).Soon();
        return await ListAsync(flyte);
    }

    private static async Task<string[]> ListAsync(FlyteRuntime flyte) => [.. (await flyte.ListRunsAsync(new RunQuery { Limit = 50 }).Soon()).Select(run => string.Join(' ', run.Id, run.Task, run.Name, run.Phase, run.Items, run.StartedAt, run.EndedAt))];
}
