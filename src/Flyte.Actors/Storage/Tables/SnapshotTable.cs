using System.Collections.Concurrent;
using System.Data.Common;
using LinqToDB;
using LinqToDB.Async;

namespace Flyte.Actors.Storage.Tables;

/// <summary>The latest snapshot of each run that has one.</summary>
/// <param name="database">Where they are.</param>
/// <param name="isShared">Whether other processes keep some there too, so that there is no knowing which runs have one.</param>
internal sealed class SnapshotTable(TableDatabase database, bool isShared = false)
{
    private readonly ConcurrentDictionary<string, bool> runs = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a run may have one, by what there was when the store was opened, and has come and gone since: to look for one costs
    /// as much as the rest of a small run's opening.
    /// </summary>
    internal bool MayHave(string run) => isShared || runs.ContainsKey(run);

    /// <summary>Reads which runs have one. The provider does it alone: to make the first query ready takes linq2db a quarter of a second.</summary>
    /// <exception cref="DbException">They cannot be read.</exception>
    internal async Task PrepareAsync(DbConnection connection)
    {
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT run FROM flyte_run_snapshots";
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            runs.TryAdd(reader.GetString(0), true);
        }
    }

    /// <summary>The snapshot of a run; null when it has none.</summary>
    internal Task<SnapshotRow?> FindAsync(string run) =>
        database.ReadAsync(db => db.GetTable<SnapshotRow>().FirstOrDefaultAsync(row => row.Run == run));

    /// <summary>Keeps a snapshot, in the place of the one before. What is asked for later is done later.</summary>
    internal Task StoreAsync(string run, string format, byte[] bytes)
    {
        runs.TryAdd(run, true);
        return database.WriteAsync(db => db.UpsertAsync([new SnapshotRow { Run = run, Format = format, Bytes = bytes }]));
    }

    /// <summary>Removes the one of a run, also if another process has made it.</summary>
    internal Task RemoveAsync(string run)
    {
        runs.TryRemove(run, out _);
        return database.WriteAsync(db => db.GetTable<SnapshotRow>().Where(row => row.Run == run).DeleteAsync());
    }
}
