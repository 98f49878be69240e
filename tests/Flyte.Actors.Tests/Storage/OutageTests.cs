using Akka.Actor;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>A database that goes away and comes back: what was acknowledged is there, and work goes on by itself.</summary>
public sealed class OutageTests(PostgresServer server) : StoreTest(server)
{
    private const string Database = "PostgreSQL";

    // More than the circuit breaker of the journal bears.
    private const int Failures = 15;

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Persistent_actors_go_on_after_it(string stop)
    {
        await using var open = await OpenAsync(Database);
        await using var persistence = new StoreSystem(open);
        var keepers = Enumerable.Range(0, Failures).Select(n => persistence.Keeper($"keeper-{n}")).ToArray();
        await Task.WhenAll(keepers.Select(keeper => keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(Note.OfSize(1, 10))))).Soon();

        await Server.StopAsync(stop);
        foreach (var keeper in keepers)
        {
            // Its event cannot be written, so that it stops.
            var ended = keeper.WatchAsync();
            keeper.Tell(new NoteKeeper.Keep(Note.OfSize(2, 10)));
            await ended.Soon();
        }

        await Server.StartAsync();

        var numbers = await AgainAsync(persistence, "keeper-0", Note.OfSize(3, 10)).Soon();
        Assert.Equal([1, 3], numbers);
    }

    [PostgresFact]
    public async Task A_system_that_starts_in_one_works_after_it()
    {
        await using var open = await OpenAsync(Database);
        await Server.StopAsync("fast");
        await using var persistence = new StoreSystem(open);
        var keeper = persistence.Keeper("keeper");
        keeper.Tell(new NoteKeeper.Keep(Note.OfSize(1, 10)));

        await Server.StartAsync();

        var numbers = await AgainAsync(persistence, "other", Note.OfSize(2, 10)).Soon();
        Assert.Equal([2], numbers);
    }

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task The_tables_say_what_is_wrong_and_go_on_after_it(string stop)
    {
        var payloads = (await OpenAsync(Database)).Payloads;
        var payload = new StoredPayload("a", "run-1", [1]);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => payloads.FindAsync(["a"]))).Soon();

        await Server.StopAsync(stop);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => payloads.StoreAsync([payload])).Soon();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => payloads.FindAsync(["a"])).Soon();
        await Server.StartAsync();

        await payloads.StoreAsync([payload]).Soon();
        Assert.Equal(payload.Bytes, Assert.Single(await payloads.FindAsync(["a"]).Soon()));
    }

    // As a supervisor with back-off would: one incarnation after the other, until one can recover and write.
    private static async Task<int[]> AgainAsync(StoreSystem persistence, string id, Note note)
    {
        while (true)
        {
            var keeper = persistence.Keeper(id);
            var ended = keeper.WatchAsync();
            var kept = keeper.Ask<NoteKeeper.Kept>(new NoteKeeper.Keep(note));
            if (await Task.WhenAny(kept, ended) == kept)
            {
                await kept;
                return [.. (await keeper.Ask<NoteKeeper.Recalled>(new NoteKeeper.Recall())).Notes.Select(n => n.Number)];
            }
        }
    }
}
