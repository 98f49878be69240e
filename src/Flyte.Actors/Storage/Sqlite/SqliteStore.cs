using System.Data.Common;
using Akka.Persistence.Sql.Config;
using Flyte.Actors.Storage.Tables;
using LinqToDB;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>A store in files, without a server, for one process at a time.</summary>
internal sealed class SqliteStore(SqliteFile journal, SqliteFile snapshots, SqliteFile index, SqliteHold hold, string inHandFile)
    : OpenStore(StorePlugins.Config(Tuning), new TableDatabase(index.Options), new TableDatabase(snapshots.Options))
{
    private const int LargePages = 16384;
    private const int MiddlePages = 8192;

    // A transaction that is said to read uncommitted data begins without the lock of the writer, and in WAL mode still sees
    // committed data only. There is one writer, so that a missing number is a removed event.
    private static readonly PluginTuning Tuning = new(ProviderName.SQLiteMS, Writers: 1, ReadIsolation: "read-uncommitted", GapTries: 2);

    internal static Task<SqliteStore> OpenAsync(string path, Durability durability, CancellationToken cancellationToken) =>
        Task.Run(() => Open(new SqliteFiles(path), durability), cancellationToken);

    internal override IReadOnlyList<string> InHandFiles { get; } = [inHandFile];

    internal override DbConnection ConnectToSnapshots() => snapshots.Connect();

    internal override void AddTo(MultiDataOptionsSetup setup)
    {
        setup.AddDataOptions(StorePlugins.Journal, journal.Options);
        setup.AddDataOptions(StorePlugins.Query, journal.Options);
    }

    private protected override async ValueTask CloseAsync()
    {
        await Task.Run(() => Array.ForEach([journal, snapshots, index], file => file.Close())).ConfigureAwait(false);
        hold.Dispose();
    }

    private static SqliteStore Open(SqliteFiles files, Durability durability)
    {
        var hold = SqliteHold.Take(files);
        try
        {
            var journal = new SqliteFile(files.Journal, LargePages, durability);
            var snapshots = new SqliteFile(files.Snapshots, LargePages, durability);
            var index = new SqliteFile(files.Index, MiddlePages, durability, isScattered: true);

            // All are looked at before any is touched.
            Array.ForEach([journal, snapshots, index], file => file.Check());
            journal.Prepare();
            snapshots.Prepare(TableSchema.ForSnapshots(text: "TEXT", blob: "BLOB"));
            index.Prepare(TableSchema.For(text: "TEXT", blob: "BLOB"));
            index.Extend(TableSchema.Cache, TableSchema.SealColumn, TableSchema.ForSeals(blob: "BLOB"));
            return new SqliteStore(journal, snapshots, index, hold, files.InHand);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }
}
