using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>Runs are listed from the store as they are from memory.</summary>
public sealed class RunIndexTests(PostgresServer server) : StoreTest(server)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_is_read_as_it_was_written(string database)
    {
        var store = await CreateAsync(database);
        var run = Run(1) with
        {
            Name = new string('n', 300),
            Labels = Labels(("team", new string('a', 300)), ("Größe", "x;y'z")),
            Phase = RunPhase.Failed,
            Items = new ItemCounts(10, 1, 2, 3, 1, 1, 1, 1, MoreToCome: true),
            LeakedBodies = 2,
            EndedAt = Start.AddMinutes(2).AddTicks(7),
            Error = new ItemError
            {
                Kind = ErrorKind.User,
                Code = "FormatException",
                Message = "\"no\" number",
                Index = 3,
                Elapsed = TimeSpan.FromTicks(12345),
                IsRecoverable = false,
                Cause = new ItemError { Kind = ErrorKind.System, Code = ErrorCodes.WorkerLost, Message = "lost" },
            },
        };

        await using (var open = await OpenAsync(store))
        {
            await open.Runs.UpsertAsync([run]).Soon();
        }

        var read = Assert.Single(await (await OpenAsync(store)).Runs.FindAsync(new RunQuery { Name = run.Name, Labels = run.Labels }).Soon());
        Assert.Equal(run.Labels, read.Labels);
        Assert.Equal(run, read with { Labels = run.Labels });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Runs_are_found_newest_first_by_all_that_is_asked_for(string database)
    {
        var index = (await OpenAsync(database)).Runs;
        await index.UpsertAsync([
            Run(1) with { Task = "a.x", Labels = Labels(("team", "a"), ("kind", "k")) },
            Run(2) with { Task = "a.y", Labels = Labels(("team", "a")), Name = "mine" },
            Run(3) with { Task = "a.x", Labels = Labels(("team", "b"), ("kind", "k")), Name = "mine" },
            Ended(4, RunPhase.Failed) with { Task = "a.x", Labels = Labels(("kind", "k"), ("team", "a")) },
        ]).Soon();

        Assert.Equal("4,3,2,1", await FindAsync(new RunQuery()));
        Assert.Equal("4,3", await FindAsync(new RunQuery { Limit = 2 }));
        Assert.Equal("3,2,1", await FindAsync(new RunQuery { Phase = RunPhase.Running }));
        Assert.Equal("4,3,1", await FindAsync(new RunQuery { Task = "a.x" }));
        Assert.Equal("3,2", await FindAsync(new RunQuery { Name = "mine" }));
        Assert.Equal("4,2,1", await FindAsync(new RunQuery { Labels = Labels(("team", "a")) }));
        Assert.Equal("4,1", await FindAsync(new RunQuery { Labels = Labels(("team", "a"), ("kind", "k")) }));
        Assert.Equal("1", await FindAsync(new RunQuery { Labels = Labels(("team", "a"), ("kind", "k")), Phase = RunPhase.Running }));
        Assert.Equal("3", await FindAsync(new RunQuery { Task = "a.x", Name = "mine" }));
        Assert.Equal("", await FindAsync(new RunQuery { Labels = Labels(("team", "A")) }));

        async Task<string> FindAsync(RunQuery query) => Ids(await index.FindAsync(query).Soon());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_follow_each_other_without_gap_or_overlap(string database)
    {
        var index = (await OpenAsync(database)).Runs;
        // Three runs start at each moment, so that pages end among equals.
        var runs = Enumerable.Range(0, 100).Select(n => Run(n) with { StartedAt = Start.AddSeconds(n / 3), Labels = Labels(("half", $"{n % 2}")) }).ToList();
        await index.UpsertAsync(runs).Soon();

        Assert.Equal(100, (await PagesAsync(new RunQuery { Limit = 7 })).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(50, (await PagesAsync(new RunQuery { Limit = 7, Labels = Labels(("half", "1")) })).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(await index.FindAsync(new RunQuery { After = "run-gone" }).Soon());

        async Task<List<string>> PagesAsync(RunQuery query)
        {
            var all = new List<string>();
            while (await index.FindAsync(query).Soon() is { Count: > 0 } page)
            {
                all.AddRange(page.Select(run => run.Id));
                query = query with { After = page[^1].Id };
            }

            Assert.Equal(all.OrderByDescending(id => runs.Find(run => run.Id == id)!.StartedAt).ThenByDescending(id => id, StringComparer.Ordinal), all);
            return all;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_ended_does_not_begin_again(string database)
    {
        var index = (await OpenAsync(database)).Runs;
        await index.UpsertAsync([Run(1), Ended(1, RunPhase.Succeeded), Run(1), Run(2)]).Soon();
        await index.UpsertAsync([Run(1), Run(3)]).Soon();

        Assert.Equal("1", Ids(await index.FindAsync(new RunQuery { Phase = RunPhase.Succeeded }).Soon()));
        Assert.Equal(["run-2", "run-3"], await index.UnfinishedAsync().Soon());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Old_runs_are_found_and_removed_with_their_labels(string database)
    {
        var index = (await OpenAsync(database)).Runs;
        await index.UpsertAsync([.. Enumerable.Range(1, 5).Select(n => Ended(n, RunPhase.Succeeded) with { Labels = Labels(("team", "a")) }), Run(6)]).Soon();

        Assert.Equal(["run-1", "run-2"], await index.EndedBeforeAsync(Start.AddHours(1).AddSeconds(4), max: 2).Soon());
        Assert.Equal(["run-1", "run-2", "run-3"], await index.EndedBeforeAsync(Start.AddHours(1).AddSeconds(4), max: 10).Soon());

        await index.RemoveAsync(["run-1", "run-3", "run-gone"]).Soon();
        await index.RemoveAsync([]).Soon();
        await index.UpsertAsync([Run(3)]).Soon();
        Assert.Equal("5,4,2", Ids(await index.FindAsync(new RunQuery { Labels = Labels(("team", "a")) }).Soon()));
        Assert.Equal("6,5,4,3,2", Ids(await index.FindAsync(new RunQuery()).Soon()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_offset_is_kept(string database)
    {
        var store = await CreateAsync(database);
        await using (var open = await OpenAsync(store))
        {
            Assert.Equal(0, await open.Runs.OffsetAsync().Soon());
            await open.Runs.SetOffsetAsync(5).Soon();
            await open.Runs.SetOffsetAsync(long.MaxValue).Soon();
        }

        Assert.Equal(long.MaxValue, await (await OpenAsync(store)).Runs.OffsetAsync().Soon());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_may_write_and_read_at_once(string database)
    {
        var index = (await OpenAsync(database)).Runs;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
        {
            await index.UpsertAsync([Run(n)]);
            Assert.Single(await index.FindAsync(new RunQuery { Limit = 1 }));
            await index.UpsertAsync([Ended(n, RunPhase.Succeeded)]);
        })).Soon();

        Assert.Empty(await index.UnfinishedAsync().Soon());
        Assert.Equal(500, (await index.FindAsync(new RunQuery { Limit = 1000 }).Soon()).Count);
    }

    private static string Ids(IEnumerable<RunInfo> runs) => string.Join(',', runs.Select(run => run.Id["run-".Length..]));

    private static Dictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);

    private static RunInfo Ended(int number, RunPhase phase) => Run(number) with { Phase = phase, EndedAt = Start.AddHours(1).AddSeconds(number) };

    private static RunInfo Run(int number) => new()
    {
        Id = $"run-{number}",
        Task = "tests.square",
        Phase = RunPhase.Running,
        Items = new ItemCounts(1, 0, 1, 0, 0, 0, 0, 0, MoreToCome: false),
        Concurrency = 4,
        Slots = 1,
        StartedAt = Start.AddSeconds(number),
    };
}
