using System.Data.Common;
using Flyte.Actors.Storage.Postgres;
using Flyte.Actors.Storage.Sqlite;

namespace Flyte.Actors.Storage;

/// <summary>Opens stores: what is wrong with one is found here and not by the first run.</summary>
internal static class StoreOpener
{
    /// <summary>The store, ready for use; null for the one in memory, which needs nothing.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="durability">What a commit waits for.</param>
    /// <param name="cluster">The cluster whose nodes share it; null when this process has it for itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">It cannot be opened, or not by several nodes. Nothing of it was changed.</exception>
    internal static async Task<OpenStore?> OpenAsync(
        FlyteStore store, Durability durability, StoreCluster? cluster = null, CancellationToken cancellationToken = default)
    {
        OpenStore? open = store.Kind switch
        {
            StoreKind.Memory => cluster is null ? null : throw Unshared(store, cluster, "what is in the memory of one node no other one sees"),
            StoreKind.Sqlite => cluster is null
                ? await SqliteStore.OpenAsync(store.Location, durability, cancellationToken).ConfigureAwait(false)
                : throw Unshared(store, cluster, "one process at a time writes to a SQLite file"),
            _ => await PostgresStore.OpenAsync(store.Location, durability, cluster, cancellationToken).ConfigureAwait(false),
        };
        if (open is not null)
        {
            await FindSnapshotsAsync(open).ConfigureAwait(false);
        }

        return open;
    }

    private static StoreException Unshared(FlyteStore store, StoreCluster cluster, string why) => new(
        $"The store '{store}' cannot be shared by the nodes of the cluster '{cluster.Name}': {why}. Name a PostgreSQL database that all nodes "
        + "reach, 'postgresql://user:password@host/database'.");

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
