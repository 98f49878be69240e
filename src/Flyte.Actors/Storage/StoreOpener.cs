using System.Data.Common;
using Flyte.Actors.Storage.Postgres;
using Flyte.Actors.Storage.Sqlite;

namespace Flyte.Actors.Storage;

/// <summary>Opens stores: what is wrong with one is found here and not by the first run.</summary>
internal static class StoreOpener
{
    /// <summary>The store, ready for use; null for the one in memory, which needs nothing.</summary>
    /// <exception cref="StoreException">It cannot be opened. Nothing of it was changed.</exception>
    internal static async Task<OpenStore?> OpenAsync(FlyteStore store, Durability durability, CancellationToken cancellationToken = default) =>
        store.Kind switch
        {
            StoreKind.Memory => null,
            StoreKind.Sqlite => await WithSnapshotsAsync(await SqliteStore.OpenAsync(store.Location, durability, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false),
            _ => await WithSnapshotsAsync(await PostgresStore.OpenAsync(store.Location, durability, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false),
        };

    // Those that cannot be read are not needed: all that they say is in the journal.
    private static async Task<OpenStore> WithSnapshotsAsync(OpenStore store)
    {
        try
        {
            var connection = store.ConnectToSnapshots();
            await using (connection.ConfigureAwait(false))
            {
                await store.Snapshots.PrepareAsync(connection).ConfigureAwait(false);
            }
        }
        catch (DbException)
        {
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return store;
    }
}
