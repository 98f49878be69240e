using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>A store in files, without a server, for one process at a time.</summary>
internal sealed class SqliteStore : OpenStore
{
    private readonly SqliteConnections journal;
    private readonly SqliteConnections snapshots;
    private readonly SqliteConnections index;
    private readonly FileStream hold;

    private SqliteStore(SqliteFiles files, Durability durability, FileStream hold)
    {
        journal = new SqliteConnections(files.Journal, durability);
        snapshots = new SqliteConnections(files.Snapshots, durability);
        index = new SqliteConnections(files.Index, durability);
        this.hold = hold;
    }

    // A transaction that is said to read uncommitted data begins without the lock of the writer, and in WAL mode still sees
    // committed data only. There is one writer, so that a missing number is a removed event.
    internal override Config Config { get; } =
        StorePlugins.Config(new PluginTuning(ProviderName.SQLiteMS, Writers: 1, ReadIsolation: "read-uncommitted", GapTries: 2));

    internal static Task<SqliteStore> OpenAsync(string path, Durability durability, CancellationToken cancellationToken) =>
        Task.Run(() => Open(new SqliteFiles(path), durability), cancellationToken);

    internal override void AddTo(MultiDataOptionsSetup setup)
    {
        setup.AddDataOptions(StorePlugins.Journal, journal.Options());
        setup.AddDataOptions(StorePlugins.Query, journal.Options());
        setup.AddDataOptions(StorePlugins.Snapshots, snapshots.Options());
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            journal.Close();
            snapshots.Close();
            index.Close();
        }).ConfigureAwait(false);
        await hold.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteStore Open(SqliteFiles files, Durability durability)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(files.Journal)!);
        var held = new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var store = new SqliteStore(files, durability, held);
        foreach (var connections in new[] { store.journal, store.snapshots, store.index })
        {
            using var connection = connections.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL;";
            command.ExecuteNonQuery();
        }

        return store;
    }
}
