using System.Globalization;
using Flyte.Actors.Runs;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Flyte.Actors.Storage.Tables;

/// <summary>The runs as they are listed, whoever holds them: written from what the journal says, never the other way round.</summary>
internal sealed class RunIndex(TableDatabase database)
{
    private const string OffsetKey = "run-index-offset";
    private const string CheckKey = "last-check";
    private const int MostIds = 500;
    private const string Running = nameof(RunPhase.Running);
    private const string Queued = nameof(RunPhase.Queued);

    private const string NotAtAll = "false";

    // A late message changes nothing: a run that has ended does not begin again.
    private const string NotBack = "flyte_runs.ended_at IS NULL OR excluded.ended_at IS NOT NULL";

    /// <summary>Notes how runs look now. Of one that is given twice the last counts; what has ended stays ended.</summary>
    internal Task UpsertAsync(IReadOnlyList<RunInfo> runs)
    {
        var rows = runs.GroupBy(run => run.Id, StringComparer.Ordinal)
            .Select(same => same.LastOrDefault(run => run.EndedAt is not null) ?? same.Last())
            .OrderBy(run => run.Id, StringComparer.Ordinal)
            .ToList();
        var labels = rows.SelectMany(run => run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => new LabelRow
        {
            Run = run.Id,
            Key = label.Key,
            Value = label.Value,
            StartedAt = run.StartedAt.UtcTicks,
        })).ToList();
        return rows.Count == 0 ? Task.CompletedTask : database.WriteAsync(async db =>
        {
            await db.UpsertAsync(rows.Select(Row), NotBack).ConfigureAwait(false);
            await db.UpsertAsync(labels).ConfigureAwait(false);
        });
    }

    /// <summary>One page of the runs that are asked for, newest first.</summary>
    /// <exception cref="DamagedRowsException">Some of it is not what was written.</exception>
    internal Task<IReadOnlyList<RunInfo>> FindAsync(RunQuery query) => database.ReadAsync<IReadOnlyList<RunInfo>>(async db =>
    {
        var after = query.After is null ? null : await PlaceAsync(db, query.After).ConfigureAwait(false);
        if (query.After is not null && after is null)
        {
            return [];
        }

        var rows = await RunSearch.Of(db, query, after).Take(query.Limit).ToListAsync().ConfigureAwait(false);
        var infos = rows.ConvertAll(Sound);
        return infos.Contains(null) ? throw Damaged(rows.Where((_, i) => infos[i] is null)) : [.. infos.OfType<RunInfo>()];
    });

    /// <summary>Writes a row that nobody reads: a store that only answers may have no room any more.</summary>
    internal Task CheckAsync(DateTimeOffset now) => database.WriteAsync(db =>
        db.UpsertAsync([new MetaRow { Key = CheckKey, Value = now.ToString("O", CultureInfo.InvariantCulture) }]));

    /// <summary>
    /// Has these rows count as of runs that have not ended, so that they are opened, at the next start at the latest, and what the journal
    /// says takes the place of what is there. Where no run can have the id, the row goes, and what was moved there has its own again.
    /// </summary>
    internal Task DistrustAsync(DamagedRowsException damage) => database.WriteAsync(async db =>
    {
        foreach (var moved in damage.Moved.Select(run => Row(run, endedAt: null)))
        {
            await db.UpsertAsync([moved], NotAtAll).ConfigureAwait(false);
            await db.GetTable<RunRow>().Where(run => run.Info == moved.Info && run.Id != moved.Id).DeleteAsync().ConfigureAwait(false);
        }

        foreach (var chunk in damage.Ids.Chunk(MostIds))
        {
            var none = chunk.Where(id => !RunId.CanBeRoot(id)).ToArray();
            await db.GetTable<RunRow>().Where(run => none.Contains(run.Id)).DeleteAsync().ConfigureAwait(false);
            await db.GetTable<RunRow>().Where(run => chunk.Contains(run.Id)).Set(run => run.EndedAt, (long?)null).UpdateAsync().ConfigureAwait(false);
        }
    });

    /// <summary>The runs that have not ended, as one of the two columns says that tell it, oldest first.</summary>
    internal Task<IReadOnlyList<string>> UnfinishedAsync() => database.ReadAsync<IReadOnlyList<string>>(async db =>
        await db.GetTable<RunRow>().Where(run => run.EndedAt == null || run.Phase == Running || run.Phase == Queued).OrderBy(run => run.StartedAt).ThenBy(run => run.Id)
            .Select(run => run.Id).ToListAsync().ConfigureAwait(false));

    /// <summary>Whether they have ended, of those of the runs that are known, as both columns say.</summary>
    internal Task<IReadOnlyDictionary<string, bool>> HaveEndedAsync(IReadOnlyCollection<string> ids) =>
        database.ReadAsync<IReadOnlyDictionary<string, bool>>(async db =>
        {
            var known = new Dictionary<string, bool>(StringComparer.Ordinal);
            foreach (var chunk in ids.Chunk(MostIds))
            {
                var rows = await db.GetTable<RunRow>().Where(run => chunk.Contains(run.Id))
                    .Select(run => new { run.Id, run.EndedAt, run.Phase }).ToListAsync().ConfigureAwait(false);
                rows.ForEach(run => known[run.Id] = run.EndedAt is not null && run.Phase is not (Running or Queued));
            }

            return known;
        });

    /// <summary>The runs that ended before that time, those that ended first before others.</summary>
    /// <exception cref="DamagedRowsException">Some of it is not what was written.</exception>
    internal Task<IReadOnlyList<string>> EndedBeforeAsync(DateTimeOffset time, int max) => database.ReadAsync<IReadOnlyList<string>>(async db =>
    {
        var rows = await db.GetTable<RunRow>().Where(run => run.EndedAt < time.UtcTicks).OrderBy(run => run.EndedAt).ThenBy(run => run.Id)
            .Take(max).ToListAsync().ConfigureAwait(false);
        RunRow[] damaged = [.. rows.Where(row => Sound(row) is null)];
        return damaged.Length > 0 ? throw Damaged(damaged) : rows.ConvertAll(row => row.Id);
    });

    internal Task RemoveAsync(IReadOnlyList<string> ids) => ids.Count == 0 ? Task.CompletedTask : database.WriteAsync(async db =>
    {
        foreach (var chunk in ids.Chunk(MostIds))
        {
            await db.GetTable<LabelRow>().Where(label => chunk.Contains(label.Run)).DeleteAsync().ConfigureAwait(false);
            await db.GetTable<RunRow>().Where(run => chunk.Contains(run.Id)).DeleteAsync().ConfigureAwait(false);
        }
    });

    /// <summary>Up to where the index has followed the journal; 0 at first, and where there is no number: to follow it again changes nothing.</summary>
    internal Task<long> OffsetAsync() => database.ReadAsync(async db =>
        await db.GetTable<MetaRow>().Where(meta => meta.Key == OffsetKey).Select(meta => meta.Value).FirstOrDefaultAsync().ConfigureAwait(false)
            is { } offset && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);

    internal Task SetOffsetAsync(long offset) => database.WriteAsync(db =>
        db.UpsertAsync([new MetaRow { Key = OffsetKey, Value = offset.ToString(CultureInfo.InvariantCulture) }]));

    private static async Task<RunPlace?> PlaceAsync(DataConnection db, string id) =>
        await db.GetTable<RunRow>().Where(run => run.Id == id).Select(run => new RunPlace(run.StartedAt, run.Id))
            .FirstOrDefaultAsync().ConfigureAwait(false);

    // Which run it is of, a row says twice.
    private static DamagedRowsException Damaged(IEnumerable<RunRow> rows)
    {
        var all = rows.ToList();
        var moved = from row in all
                    let run = RunInfoJson.Read(row.Info)
                    where run is not null && run.Id != row.Id && RunId.CanBeRoot(run.Id)
                    select run;
        return new DamagedRowsException([.. all.Select(row => row.Id).Union(moved.Select(run => run.Id), StringComparer.Ordinal)], [.. moved]);
    }

    // All columns say what the document says, which has its seal.
    private static RunInfo? Sound(RunRow row) => RunInfoJson.Read(row.Info) is { } run && Row(run) is var written
        && (row.Id, row.Task, row.Name, row.Phase, row.StartedAt, row.EndedAt) == (written.Id, written.Task, written.Name, written.Phase, written.StartedAt, written.EndedAt)
            ? run
            : null;

    private static RunRow Row(RunInfo run) => Row(run, run.EndedAt);

    private static RunRow Row(RunInfo run, DateTimeOffset? endedAt) => new()
    {
        Id = run.Id,
        Task = run.Task,
        Name = run.Name,
        Phase = run.Phase.ToString(),
        StartedAt = run.StartedAt.UtcTicks,
        EndedAt = endedAt?.UtcTicks,
        Info = RunInfoJson.Write(run),
    };
}
