using LinqToDB;
using LinqToDB.Async;

namespace Flyte.Actors.Storage.Tables;

/// <summary>A payload that is too big for an event, which names it by its id.</summary>
/// <param name="Id">Names the content: what is stored twice with one id is the same.</param>
/// <param name="Run">The run that it is removed with.</param>
/// <param name="Bytes">The payload, encoded.</param>
internal sealed record StoredPayload(string Id, string Run, byte[] Bytes);

/// <summary>The payloads that are too big for an event.</summary>
internal sealed class PayloadTable(TableDatabase database)
{
    private const int MostIds = 200;

    internal Task StoreAsync(IReadOnlyList<StoredPayload> payloads)
    {
        var rows = payloads.DistinctBy(payload => payload.Id, StringComparer.Ordinal)
            .OrderBy(payload => payload.Id, StringComparer.Ordinal)
            .Select(payload => new PayloadRow { Id = payload.Id, Run = payload.Run, Bytes = payload.Bytes })
            .ToList();
        return rows.Count == 0 ? Task.CompletedTask : database.WriteAsync(db => db.UpsertAsync(rows));
    }

    /// <summary>The bytes of each id, in their order; null where there are none.</summary>
    internal Task<IReadOnlyList<byte[]?>> FindAsync(IReadOnlyList<string> ids) => database.ReadAsync<IReadOnlyList<byte[]?>>(async db =>
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(MostIds))
        {
            var rows = await db.GetTable<PayloadRow>().Where(row => chunk.Contains(row.Id)).ToListAsync().ConfigureAwait(false);
            rows.ForEach(row => found[row.Id] = row.Bytes);
        }

        return [.. ids.Select(found.GetValueOrDefault)];
    });

    internal Task RemoveOfRunAsync(string run) =>
        database.WriteAsync(db => db.GetTable<PayloadRow>().Where(row => row.Run == run).DeleteAsync());
}
