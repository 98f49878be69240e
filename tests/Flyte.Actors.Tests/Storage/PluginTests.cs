using System.Diagnostics;
using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;
using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>Persistent actors work on every store with nothing but its configuration.</summary>
public sealed class PluginTests(PostgresServer server) : StoreTest(server)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Events_of_any_size_are_there_after_a_restart(string database)
    {
        var store = await CreateAsync(database);
        Note[] notes = [.. Enumerable.Range(0, 8).Select(n => Note.OfSize(n, n % 2 == 0 ? 200 * 1024 : 10))];
        await WithSystemAsync(store, async system =>
        {
            var keeper = system.ActorOf(NoteKeeper.Props("one"));
            foreach (var note in notes)
            {
                await keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(note, note.Number is 0 or 7 ? "edge" : null)).Soon();
            }
        });

        await WithSystemAsync(store, async system =>
        {
            var recalled = await system.ActorOf(NoteKeeper.Props("one")).Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()).Soon();
            AssertSame(notes, recalled.Notes);

            var journal = Query(system);
            AssertSame(notes[1..7], await NotesAsync(system, journal.CurrentEventsByPersistenceId("one", 2, 7)));
            AssertSame([notes[0], notes[7]], await NotesAsync(system, journal.CurrentEventsByTag("edge", Offset.NoOffset())));
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Events_of_many_actors_are_committed_together(string database)
    {
        const int Actors = 50, Each = 20;
        await using var open = await OpenAsync(database);
        var (setup, commits) = (new MultiDataOptionsSetup(), 0);
        open.AddTo(setup);
        Assert.True(setup.TryGetDataOptionsFor(StorePlugins.Journal, out var options));
        setup.AddDataOptions(StorePlugins.Journal, options!.UseTracing(TraceLevel.Info, trace =>
        {
            if (trace is { Operation: TraceOperation.CommitTransaction, TraceInfoStep: TraceInfoStep.AfterExecute })
            {
                Interlocked.Increment(ref commits);
            }
        }));
        await using var persistence = new StoreSystem(open, setup);
        var keepers = Enumerable.Range(0, Actors).Select(n => persistence.Keeper($"keeper-{n}")).ToArray();
        await Task.WhenAll(keepers.Select(keeper => keeper.Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()))).Soon();
        commits = 0;

        await Task.WhenAll(
            from number in Enumerable.Range(0, Each)
            from keeper in keepers
            select keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(number, number == 10 ? 200 * 1024 : 50)))).Soon();

        Assert.InRange(commits, 1, Actors * Each - 1);
        foreach (var keeper in keepers)
        {
            var recalled = await keeper.Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()).Soon();
            Assert.Equal(Enumerable.Range(0, Each), recalled.Notes.Select(n => n.Number));
        }
    }

    [Fact]
    public async Task Who_reads_a_SQLite_file_does_not_wait_for_its_writer()
    {
        var store = await CreateAsync("SQLite");
        await WithSystemAsync(store, async system =>
            await system.ActorOf(NoteKeeper.Props("one")).Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(1, 10), "edge")).Soon());

        await WithSystemAsync(store, async system =>
        {
            var journal = Query(system);
            await using var writer = new SqliteConnection($"Data Source={store.Location};Pooling=False");
            await writer.OpenAsync();
            await using var transaction = writer.BeginTransaction();

            var recalled = await system.ActorOf(NoteKeeper.Props("one")).Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()).Soon();

            Assert.Single(recalled.Notes);
            Assert.Single(await NotesAsync(system, journal.CurrentEventsByPersistenceId("one", 0, long.MaxValue)));
            Assert.Single(await NotesAsync(system, journal.CurrentEventsByTag("edge", Offset.NoOffset())));
        });
    }

    private static SqlReadJournal Query(ActorSystem system) =>
        PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(StorePlugins.Query);

    private static async Task<IReadOnlyList<Note>> NotesAsync(ActorSystem system, Source<EventEnvelope, Akka.NotUsed> events) =>
        [.. (await events.RunWith(Sink.Seq<EventEnvelope>(), system.Materializer()).Soon()).Select(e => (Note)e.Event)];

    private static void AssertSame(IReadOnlyList<Note> expected, IReadOnlyList<Note> actual)
    {
        Assert.Equal(expected.Select(n => n.Number), actual.Select(n => n.Number));
        Assert.True(expected.Zip(actual, (e, a) => e.IsSame(a)).All(same => same));
    }

    private async Task WithSystemAsync(FlyteStore store, Func<ActorSystem, Task> use)
    {
        await using var open = await OpenAsync(store);
        await using var persistence = new StoreSystem(open);
        await use(persistence.System);
    }
}
