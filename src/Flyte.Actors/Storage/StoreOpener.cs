using System.Data.Common;
using Flyte.Actors.Storage.Postgres;
using Flyte.Actors.Storage.Sqlite;

namespace Flyte.Actors.Storage;

/// <summary>Opens stores: what is wrong with one is found here and not by the first run.</summary>
internal static class StoreOpener
{
    /// <summary>The store, ready for use; null for the one in memory, which needs nothing.</summary>
    /// <exception cref="StoreException">It cannot be opened. Nothing of it was changed.</exception>
    internal static async Task<OpenStore?> OpenAsync(FlyteStore store, Durability durability, CancellationToken cancellationToken = default)
    {
        OpenStore? open = store.Kind switch
        {
            StoreKind.Memory => null,
            StoreKind.Sqlite => await SqliteStore.OpenAsync(store.Location, durability, cancellationToken).ConfigureAwait(false),
            _ => await PostgresStore.OpenAsync(store.Location, durability, cancellationToken).ConfigureAwait(false),
        };
        if (open is not null)
        {
            await FindSnapshotsAsync(open).ConfigureAwait(false);
        }

        return open;
    }

    // Those that cannot be read are not needed: all that they say is in the journal.
    private static async Task FindSnapshotsAsync(OpenStore store)
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
    }
}
