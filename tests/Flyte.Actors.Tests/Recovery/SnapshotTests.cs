using System.Security.Cryptography;
using Flyte.Actors.Journal;
using Flyte.Actors.Journal.Wire;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A long run goes on from its snapshot; and from its first event, when that cannot be used.</summary>
public sealed class SnapshotTests(PostgresServer server) : StoreTest(server)
{
    private const string Id = "run";
    private const string Marker = "from the snapshot";

    private readonly TaskEnvironment env = new("long");
    private readonly Counts counts = new();
    private readonly TaskCompletionSource end = new();

    public enum Fault
    {
        None,
        IsDamaged,
        IsOfAnotherVersion,
        IsNewerThanTheJournal,
        IsOfAnotherHistory,
        IsGone,
    }

    [Theory, OnSqlite, OnPostgres]
    public Task A_run_goes_on_from_its_snapshot(string database) => GoesOnAsync(database, Fault.None);

    [Theory, OnSqlite, OnPostgres]
    public Task Or_from_its_first_event_when_the_snapshot_is_damaged(string database) => GoesOnAsync(database, Fault.IsDamaged);

    [Theory, OnSqlite, OnPostgres]
    public Task Or_when_another_version_wrote_it(string database) => GoesOnAsync(database, Fault.IsOfAnotherVersion);

    [Theory, OnSqlite, OnPostgres]
    public Task Or_when_it_is_newer_than_the_journal(string database) => GoesOnAsync(database, Fault.IsNewerThanTheJournal);

    [Theory, OnSqlite, OnPostgres]
    public Task Or_when_it_was_made_of_other_events(string database) => GoesOnAsync(database, Fault.IsOfAnotherHistory);

    [Theory, OnSqlite, OnPostgres]
    public Task Or_when_it_is_gone(string database) => GoesOnAsync(database, Fault.IsGone);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_its_calls_have_come_to_is_found_by_it(string database)
    {
        var (store, halt) = (await CreateAsync(database), new Halt());
        var flaky = env.Task(
            "flaky",
            async (int x, TaskContext context) =>
            {
                counts.Add(x);
                await Task.Yield();
                return context.Attempt == 1 && x % 7 == 0 ? throw new InvalidOperationException("not yet")
                    : x % 10 == 3 ? throw new InvalidOperationException("never")
                    : 3 * x;
            },
            o => o with { Retries = 1 });
        var main = env.Task("main", async (int count) =>
        {
            var sum = 0;
            for (var x = 0; x < count; x++)
            {
                sum += (await Gather.ResultsAsync([flaky.CallAsync(x)]))[0].ValueOr(1000);
            }

            sum += await flaky.MapAsync([.. Enumerable.Range(100, count)]).SumAsync(r => r.ValueOr(1000));
            await halt.PassAsync();
            return sum;
        });
        await using (var life = await StartAsync(store))
        {
            await life.Flyte.SubmitAsync(main.MapAsync([40]), new RunOptions { Id = Id }).Soon();
            await halt.ReachedAsync();
            await life.Flyte.GetRun<int>(Id).ResizeAsync(5).Soon();
            await RowAsync(life.Store.Snapshots, at: 40);
        }

        var before = counts.Total;
        await using var next = await StartAsync(store);
        var result = await next.Flyte.GetRun<int>(Id).ResultsAsync().SingleAsync().Soon();
        var expected = Enumerable.Range(0, 40).Concat(Enumerable.Range(100, 40)).Sum(x => x % 10 == 3 ? 1000 : 3 * x);
        Assert.Equal((expected, before), (result.Value, counts.Total));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_is_asked_of_an_ended_run_is_as_without_it(string database)
    {
        var store = await CreateAsync(database);
        var task = env.Task("some", async (int x, TaskContext context) =>
        {
            await (x == 199 ? end.Task : Task.CompletedTask);
            return x % 5 == 0 || (context.Attempt == 1 && x % 3 == 0) ? throw new InvalidOperationException($"not {x}") : x;
        }, o => o with { Retries = 1 });
        await using (var life = await StartAsync(store))
        {
            var run = await life.Flyte.SubmitAsync(task.MapAsync(Enumerable.Range(0, 200).ToArray(), concurrency: 3), new RunOptions { Id = Id }).Soon();
            await ResizeAsync(run, 40);
            await RowAsync(life.Store.Snapshots, at: 30);
            end.SetResult();
            await run.WaitAsync().Soon();
        }

        var with = await AllAsync(mark: true);
        var without = await AllAsync(mark: false);
        Assert.Equal((Marker, null), (with.Name, without.Name));
        Assert.Equal(without.All, with.All);

        async Task<(string? Name, string All)> AllAsync(bool mark)
        {
            await using var life = await StartAsync(store, async snapshots => await (mark ? ChangeAsync(snapshots, tree => tree.Runs[0].Executions[0].Started.Name = Marker) : snapshots.RemoveAsync(Id)));
            var run = life.Flyte.GetRun<int>(Id);
            var info = await run.WaitAsync().Soon();
            var pages = new List<RunItem>();
            for (var page = await run.ListItemsAsync().Soon(); ; page = await run.ListItemsAsync(new ItemQuery { From = page.Next.Value }).Soon())
            {
                pages.AddRange(page.Items);
                if (page.Next is null)
                {
                    break;
                }
            }

            return (info.Name, Dump.Of(new object[]
            {
                info with { Name = null },
                await run.GetFailuresAsync().Soon(),
                pages,
                await run.ResultsAsync().ToListAsync().Soon(),
                await run.ResultsAsync(asCompleted: true).ToListAsync().Soon(),
            }));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_of_a_version_that_did_not_count_failures_by_kind_is_made_anew(string database)
    {
        var store = await CreateAsync(database);
        var task = env.Task("some", async (int x) =>
        {
            await (x == 99 ? end.Task : Task.CompletedTask);
            return x % 5 == 0 ? throw new InvalidOperationException($"not {x}") : x;
        });
        await using (var life = await StartAsync(store))
        {
            var run = await life.Flyte.SubmitAsync(task.MapAsync(Enumerable.Range(0, 100).ToArray(), concurrency: 3), new RunOptions { Id = Id }).Soon();
            await run.Until(info => info.Items.Failed == 20);
            await ResizeAsync(run, 40);
            await RowAsync(life.Store.Snapshots, at: 30);
        }

        await using var next = await StartAsync(store, snapshots => ChangeAsync(snapshots, tree =>
        {
            tree.Runs[0].Executions[0].Started.Name = Marker;
            tree.Runs[0].Executions[0].Failures.Clear();
        }));
        var again = next.Flyte.GetRun<int>(Id);
        Assert.Equal((null, 20), ((await again.GetInfoAsync().Soon()).Name, (await again.GetFailuresAsync().Soon()).Count));
        await ResizeAsync(again, 30);
        await RowAsync(next.Store.Snapshots, at: 60);
        end.SetResult();
        await again.WaitAsync().Soon();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_that_is_purged_takes_it_along(string database)
    {
        var store = await CreateAsync(database);
        var echo = env.Task("echo", (int x) => x);
        await using var life = await StartAsync(store);
        var run = await life.Flyte.SubmitAsync(echo.MapAsync([1, 2, 3]), new RunOptions { Id = Id }).Soon();
        await run.WaitAsync().Soon();
        await life.Store.Snapshots.StoreAsync(Id, "s1", [1, 2, 3]).Soon();

        await run.PurgeAsync().Soon();

        Assert.Null(await life.Store.Snapshots.FindAsync(Id).Soon());
        Assert.False(life.Store.Snapshots.MayHave(Id));
    }

    [Fact]
    public async Task A_store_whose_file_of_snapshots_was_deleted_is_whole()
    {
        var store = await CreateAsync("SQLite");
        var task = env.Task("echo", async (int x) =>
        {
            await end.Task;
            return x;
        });
        await using (var life = await StartAsync(store))
        {
            var run = await life.Flyte.SubmitAsync(task.MapAsync([1, 2, 3]), new RunOptions { Id = Id }).Soon();
            await ResizeAsync(run, 40);
            await RowAsync(life.Store.Snapshots, at: 30);
        }

        end.SetResult();

        Assert.NotEmpty(Directory.GetFiles(Path.GetDirectoryName(store.Location)!, "flyte.snapshots.*"));
        Directory.GetFiles(Path.GetDirectoryName(store.Location)!, "flyte.snapshots.*").ToList().ForEach(File.Delete);
        await using var next = await StartAsync(store);
        Assert.Equal([1, 2, 3], await next.Flyte.GetRun<int>(Id).ResultsAsync().Select(r => r.Value).ToListAsync().Soon());
    }

    private async Task GoesOnAsync(string database, Fault fault)
    {
        var (store, halt) = (await CreateAsync(database), new Halt(int.MaxValue));
        var task = env.Task("some", async (int x) =>
        {
            counts.Add(x);
            if (x >= 60)
            {
                await halt.PassAsync();
                await (x == 69 ? end.Task : Task.CompletedTask);
            }

            return x;
        });
        await using (var life = await StartAsync(store))
        {
            var run = await life.Flyte.SubmitAsync(task.MapAsync(Enumerable.Range(0, 70).ToArray(), concurrency: 4), new RunOptions { Id = Id }).Soon();
            await halt.ReachedAsync();
            await ResizeAsync(run, 60);
            await RowAsync(life.Store.Snapshots, at: 50);
        }

        halt.Free();
        await using var next = await StartAsync(store, snapshots => BreakAsync(snapshots, fault));
        var again = next.Flyte.GetRun<int>(Id);
        Assert.Equal(fault == Fault.None ? Marker : null, (await again.GetInfoAsync().Soon()).Name);

        // The next one takes its place.
        await ResizeAsync(again, 30);
        await RowAsync(next.Store.Snapshots, at: 70);
        end.SetResult();
        var results = await again.ResultsAsync().ToListAsync().Soon();
        Assert.Equal(Enumerable.Range(0, 70), results.Select(r => r.Value));
        Assert.All(Enumerable.Range(0, 60), x => Assert.Equal(1, counts[x]));
    }

    // Each is an event of its own.
    private static async Task ResizeAsync<T>(RunHandle<T> run, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await run.ResizeAsync(4 + i % 2).Soon();
        }
    }

    private static async Task BreakAsync(SnapshotTable snapshots, Fault fault)
    {
        await ChangeAsync(snapshots, tree =>
        {
            tree.Runs[0].Executions[0].Started.Name = Marker;
            tree.Last += fault == Fault.IsNewerThanTheJournal ? 1_000_000 : 0;
            tree.LastEvent = fault == Fault.IsOfAnotherHistory ? ByteString.CopyFrom(new byte[32]) : tree.LastEvent;
        });
        var row = (await snapshots.FindAsync(Id).Soon())!;
        switch (fault)
        {
            case Fault.IsDamaged:
                row.Bytes[^1] ^= 1;
                await snapshots.StoreAsync(Id, row.Format, row.Bytes).Soon();
                break;
            case Fault.IsOfAnotherVersion:
                await snapshots.StoreAsync(Id, "s2", row.Bytes).Soon();
                break;
            case Fault.IsGone:
                await snapshots.RemoveAsync(Id).Soon();
                break;
        }
    }

    private static async Task ChangeAsync(SnapshotTable snapshots, Action<Tree> change)
    {
        var row = (await snapshots.FindAsync(Id).Soon())!;
        var tree = Tree.Parser.ParseFrom(row.Bytes.AsSpan(SHA256.HashSizeInBytes));
        change(tree);
        var bytes = tree.ToByteArray();
        await snapshots.StoreAsync(Id, row.Format, [.. SHA256.HashData(bytes), .. bytes]).Soon();
    }

    /// <summary>Ends when there is a snapshot of so many events.</summary>
    private static async Task RowAsync(SnapshotTable snapshots, int at)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (await snapshots.FindAsync(Id).Soon() is not { Format: SnapshotFormat.Name } row
            || SnapshotFormat.Read(new RunId(Id), row.Format, row.Bytes, holdsResults: false).Last < at)
        {
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<Life> StartAsync(FlyteStore store, Func<SnapshotTable, Task>? prepare = null)
    {
        var open = await OpenAsync(store);
        await (prepare?.Invoke(open.Snapshots) ?? Task.CompletedTask);
        var options = new FlyteOptions { Store = store, Snapshots = new SnapshotRule(Least: 10) };
        return new Life(open, FlyteRuntime.Start(options, TaskRegistry.Of([env]), open));
    }

    private sealed record Life(OpenStore Store, FlyteRuntime Flyte) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Flyte.DisposeAsync();
    }
}
