namespace Flyte.Actors.Journal;

/// <summary>Keeps payloads that are too large for an event.</summary>
internal interface IPayloadStore
{
    Task StoreAsync(string root, IReadOnlyList<(string Id, ReadOnlyMemory<byte> Json)> payloads);

    /// <summary>Removes what is kept for a tree of runs.</summary>
    Task RemoveAsync(string root);

    /// <summary>The payloads of these ids, in their order.</summary>
    /// <exception cref="InvalidDataException">One is not there.</exception>
    Task<IReadOnlyList<byte[]>> FindAsync(IReadOnlyList<string> ids);
}
