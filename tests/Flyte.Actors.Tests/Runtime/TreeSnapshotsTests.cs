using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage.Sqlite;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Snapshots are made of the one before and the events since, and never outlive what they are made of.</summary>
public sealed class TreeSnapshotsTests : IAsyncLifetime, IDisposable
{
    private static readonly RunId Root = new("root-1");

    private readonly TempFolder folder = new();
    private readonly Events events = new(RandomHistory.Draw(11, recallsFailures: true));
    private readonly SqliteFile file;
    private readonly TableDatabase database;
    private readonly SnapshotTable table;

    public TreeSnapshotsTests()
    {
        file = new SqliteFile(folder.File("snapshots.db"), pageSize: 4096, Durability.Normal);
        file.Prepare(TableSchema.ForSnapshots(text: "TEXT", blob: "BLOB"));
        database = new TableDatabase(file.Options);
        table = new SnapshotTable(database);
    }

    private TreeSnapshots Snapshots => With(SnapshotRule.Default);

    [Fact]
    public async Task An_event_is_read_once_for_all_of_them()
    {
        Assert.True(await Snapshots.MakeAsync(Root, 5, default).Soon());
        Assert.True(await Snapshots.MakeAsync(Root, 9, default).Soon());
        var opened = (await Snapshots.OpenAsync(Root, default).Soon())!;

        // The last one of each once more.
        Assert.Equal([(1L, 5L), (5L, 9L), (9L, events.Last)], events.Shown);
        Assert.Equal((9L, events.Last), (opened.Covered, opened.Now.Last));
        Assert.Equal(Dump.Of((await Snapshots.OpenAsync(Root, default).Soon())!.Now.Record), Dump.Of(opened.Now.Record));
    }

    [Fact]
    public async Task One_that_cannot_be_used_is_replaced()
    {
        await table.StoreAsync(Root.Value, "s1", [1, 2, 3]).Soon();
        await Assert.ThrowsAsync<InvalidDataException>(() => Snapshots.OpenAsync(Root, default)).Soon();

        Assert.True(await Snapshots.MakeAsync(Root, 9, default).Soon());
        Assert.Equal(9L, (await Snapshots.OpenAsync(Root, default).Soon())!.Covered);
    }

    [Fact]
    public async Task Events_that_are_missing_are_noticed()
    {
        Assert.True(await Snapshots.MakeAsync(Root, 5, default).Soon());
        events.Missing = 7;

        await Assert.ThrowsAsync<InvalidDataException>(() => Snapshots.OpenAsync(Root, default)).Soon();
        await Assert.ThrowsAsync<InvalidDataException>(() => Snapshots.MakeAsync(Root, 9, default)).Soon();
        await Assert.ThrowsAsync<InvalidDataException>(() => Snapshots.MakeAsync(Root, 7, default)).Soon();
        Assert.True(await Snapshots.MakeAsync(Root, 6, default).Soon());
    }

    [Fact]
    public async Task One_that_would_be_too_large_is_not_kept()
    {
        Assert.False(await With(new SnapshotRule(MaxBytes: 100)).MakeAsync(Root, 9, default).Soon());
        Assert.False(table.MayHave(Root.Value));
    }

    [Fact]
    public async Task Nothing_is_left_of_one_that_is_made_while_the_run_is_removed()
    {
        for (var i = 0; i < 50; i++)
        {
            using var stopping = new CancellationTokenSource();
            var snapshots = Snapshots;
            var made = snapshots.MakeAsync(Root, 9, stopping.Token);
            for (var spin = 0; spin < i && !made.IsCompleted; spin++)
            {
                await Task.Yield();
            }

            await stopping.CancelAsync();
            await snapshots.EraseAsync(Root).Soon();
            await made.ContinueWith(_ => { }, TaskScheduler.Default).Soon();
            Assert.Null(await table.FindAsync(Root.Value).Soon());
            Assert.False(table.MayHave(Root.Value));
        }
    }

    [Fact]
    public async Task What_a_store_has_is_known_when_it_is_opened()
    {
        Assert.True(await Snapshots.MakeAsync(Root, 9, default).Soon());

        var again = new SnapshotTable(database);
        Assert.False(again.MayHave(Root.Value));
        await using var connection = file.Connect();
        await again.PrepareAsync(connection).Soon();
        Assert.True(again.MayHave(Root.Value));
        Assert.False(again.MayHave("another"));
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(10_000, 20_000)]
    [InlineData(80_000, 90_000)]
    [InlineData(800_000, 900_000)]
    public void The_next_one_is_due_after_a_share_of_all_events(long covered, long due) => Assert.Equal(due, SnapshotRule.Default.Next(covered));

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        await database.DisposeAsync();
        file.Close();
    }

    public void Dispose() => folder.Dispose();

    private TreeSnapshots With(SnapshotRule rule) => new(table, events, rule);

    private sealed class Events(List<JournalBatch> batches) : IJournalEvents
    {
        internal long Last => batches.Count;

        internal long Missing { get; set; }

        internal List<(long From, long To)> Shown { get; } = [];

        public Task VisitAsync(RunId root, long from, long to, Action<JournalEvent> visit)
        {
            to = Math.Min(to, Last);
            Shown.Add((from, to));
            for (var sequence = from; sequence <= to; sequence++)
            {
                if (sequence != Missing)
                {
                    visit(new JournalEvent(sequence, batches[(int)sequence - 1]));
                }
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to) => throw new NotSupportedException();

        public Task<IReadOnlyList<RootMark>> RootsSinceAsync(long offset) => throw new NotSupportedException();
    }
}
