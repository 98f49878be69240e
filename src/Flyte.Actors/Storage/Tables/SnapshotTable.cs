using System.Collections.Concurrent;
using LinqToDB;
using LinqToDB.Async;

namespace Flyte.Actors.Storage.Tables;

/// <summary>The latest snapshot of each run that has one.</summary>
internal sealed class SnapshotTable(TableDatabase database)
{
    private readonly ConcurrentDictionary<string, bool> runs = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a run may have one, by what there was when the store was opened, and has come and gone since: to look for one costs
    /// as much as the rest of a small run's opening.
    /// </summary>
    internal bool MayHave(string run) => runs.ContainsKey(run);

    /// <summary>Reads which runs have one.</summary>
    internal Task PrepareAsync() => database.ReadAsync(async db =>
    {
        var found = await db.GetTable<SnapshotRow>().Select(row => row.Run).ToListAsync().ConfigureAwait(false);
        found.ForEach(run => runs.TryAdd(run, true));
        return true;
    });

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
