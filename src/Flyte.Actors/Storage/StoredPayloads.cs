using Flyte.Actors.Journal;
using Flyte.Actors.Storage.Tables;

namespace Flyte.Actors.Storage;

/// <summary>The payloads beside a journal, in the table of its store.</summary>
internal sealed class StoredPayloads(PayloadTable table) : IPayloadStore
{
    public Task StoreAsync(string root, IReadOnlyList<(string Id, ReadOnlyMemory<byte> Json)> payloads) =>
        table.StoreAsync([.. payloads.Select(payload => new StoredPayload(payload.Id, root, payload.Json.ToArray()))]);

    public Task RemoveAsync(string root) => table.RemoveOfRunAsync(root);

    public async Task<IReadOnlyList<byte[]>> FindAsync(IReadOnlyList<string> ids)
    {
        var found = await table.FindAsync(ids).ConfigureAwait(false);
        return [.. found.Select((bytes, i) => bytes ?? throw new InvalidDataException($"The payload '{ids[i]}' is not in the store."))];
    }
}
