using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Microsoft.Data.Sqlite;

namespace Flyte.Actors.Benchmarks;

/// <summary>Akka.Persistence.Sql with an event for each item, on an actor system of its own.</summary>
internal sealed class PersistPeer : IAsyncDisposable
{
    public const string Name = "Persist";
    private const int FillAtOnce = 1000;
    private const int Trial = 100;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    private readonly ActorSystem system;
    private int actors;

    private PersistPeer(string provider, string connectionString)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka.loglevel = WARNING
            akka.stdout-loglevel = WARNING
            akka.actor.serializers.item = "{{typeof(ItemRecorded.Serializer).AssemblyQualifiedName}}"
            akka.actor.serialization-bindings."{{typeof(ItemRecorded).AssemblyQualifiedName}}" = item
            akka.persistence.journal.plugin = "akka.persistence.journal.sql"
            akka.persistence.journal.sql.provider-name = "{{provider}}"
            akka.persistence.journal.sql.connection-string = "{{connectionString}}"
            akka.persistence.journal.sql.parallelism = 1
            akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
            """);
        system = ActorSystem.Create("persist", config.WithFallback(SqlPersistence.DefaultConfiguration));
    }

    /// <summary>On a file, as SQLite is used where nothing may be lost.</summary>
    public static PersistPeer OnSqlite(string path) => new("SQLite.MS", SqliteFile.Create(path));

    /// <summary>On a server, with its defaults.</summary>
    public static PersistPeer OnPostgreSql(string connectionString) => new("PostgreSQL.15", connectionString);

    /// <summary>The peer as a subject, with as many items as take about a second, but no more than given.</summary>
    public async Task<Subject> AsSubjectAsync(int most, string? @case)
    {
        var actor = Start("items");
        await RecordAsync(actor, Trial);
        var started = Stopwatch.GetTimestamp();
        await RecordAsync(actor, Trial);
        var items = Math.Clamp((int)(Trial * (RoundTime / Stopwatch.GetElapsedTime(started))), 1, most);
        return Subject.Of(Name, items, 1, "concurrency, error slots", () => RecordAsync(actor, items), DurableMap.Counted(Name, items)) with { Case = @case };
    }

    /// <summary>Fills the journal of an id with single events, quickly.</summary>
    public async Task FillAsync(string id, int events)
    {
        var actor = Start(id);
        for (var left = events; left > 0; left -= FillAtOnce)
        {
            await actor.Ask<int>(new ItemPersister.RecordTogether(Math.Min(left, FillAtOnce)));
        }

        await actor.GracefulStop(TimeSpan.FromSeconds(30));
    }

    /// <summary>Starts the actor of an id and waits until it has recovered.</summary>
    /// <returns>How many events it had.</returns>
    public Task<int> ReplayAsync(string id) => Start(id).Ask<int>(ItemPersister.Count.Instance);

    public async ValueTask DisposeAsync()
    {
        await system.Terminate();
        system.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private IActorRef Start(string id) => system.ActorOf(Props.Create(() => new ItemPersister(id)), $"{id}-{++actors}");

    private static async Task<int> RecordAsync(IActorRef actor, int items)
    {
        var before = await actor.Ask<int>(ItemPersister.Count.Instance);
        return await actor.Ask<int>(new ItemPersister.Record(items)) - before;
    }
}
