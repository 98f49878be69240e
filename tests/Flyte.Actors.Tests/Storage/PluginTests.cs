using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;
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
    public async Task A_snapshot_replaces_the_events_before_it(string database)
    {
        var store = await CreateAsync(database);
        var last = Note.OfSize(2, 100 * 1024);
        await WithSystemAsync(store, async system =>
        {
            var keeper = system.ActorOf(NoteKeeper.Props("one"));
            await keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(1, 10))).Soon();
            await keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(last)).Soon();
            await keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Picture()).Soon();
        });

        await WithSystemAsync(store, async system =>
        {
            var recalled = await system.ActorOf(NoteKeeper.Props("one")).Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()).Soon();
            AssertSame([last], recalled.Notes);
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_actors_write_at_once(string database)
    {
        const int Actors = 50, Each = 20;
        await WithSystemAsync(await CreateAsync(database), async system =>
        {
            var keepers = Enumerable.Range(0, Actors).Select(n => system.ActorOf(NoteKeeper.Props($"keeper-{n}"))).ToArray();

            await Task.WhenAll(
                from number in Enumerable.Range(0, Each)
                from keeper in keepers
                select keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(number, number == 10 ? 200 * 1024 : 50)))).Soon();

            foreach (var keeper in keepers)
            {
                var recalled = await keeper.Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall()).Soon();
                Assert.Equal(Enumerable.Range(0, Each), recalled.Notes.Select(n => n.Number));
            }
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
        var config = ConfigurationFactory.ParseString(NoteSerializer.Config + "\nakka.loglevel = WARNING").WithFallback(open.Config);
        var system = ActorSystem.Create("store", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. open.Setups]));
        try
        {
            await use(system);
        }
        finally
        {
            await system.Terminate().Soon();
        }
    }
}
