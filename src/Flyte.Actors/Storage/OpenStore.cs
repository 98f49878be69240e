using System.Data.Common;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using Flyte.Actors.Storage.Tables;

namespace Flyte.Actors.Storage;

/// <summary>
/// A store that was checked and is ready for use. An actor system takes its <see cref="Config"/> and <see cref="Setups"/>; it has
/// ended before the store is disposed of.
/// </summary>
internal abstract class OpenStore : IAsyncDisposable
{
    private static readonly Task<StoreException> Never = new TaskCompletionSource<StoreException>().Task;

    private readonly TableDatabase tables;
    private readonly TableDatabase snapshots;

    private protected OpenStore(Config config, TableDatabase tables, TableDatabase snapshots, bool isShared = false)
    {
        (Config, IsShared) = (config, isShared);
        (this.tables, this.snapshots) = (tables, snapshots);
        Runs = new RunIndex(tables);
        Cache = new CacheTable(tables);
        Payloads = new PayloadTable(tables);
        Snapshots = new SnapshotTable(snapshots, isShared);
    }

    /// <summary>The plugins of <see cref="StorePlugins"/>.</summary>
    internal Config Config { get; }

    /// <summary>What goes with the configuration. A system has one setup of a type: see <see cref="AddTo"/> where it has it already.</summary>
    internal Setup[] Setups
    {
        get
        {
            var setup = new MultiDataOptionsSetup();
            AddTo(setup);
            return [setup];
        }
    }

    /// <summary>Files of this machine for what the process is working on: it takes the first that no other one has.</summary>
    internal abstract IReadOnlyList<string> InHandFiles { get; }

    /// <summary>Whether other nodes of a cluster use it at the same time.</summary>
    internal bool IsShared { get; }

    /// <summary>Ends, with the reason, when this process may use the store no longer. From then on it refuses everything.</summary>
    internal virtual Task<StoreException> Lost => Never;

    /// <summary>What two that have opened one store have in common, and two stores have not; empty where one process at a time has it.</summary>
    internal virtual string Identity => "";

    /// <summary>Where it is, without its password; empty where one process at a time has it.</summary>
    internal virtual string Place => "";

    /// <summary>Says, from now on and for as long as the store is open, that this process is a member of its cluster.</summary>
    internal virtual void SetMember()
    {
    }

    /// <summary>A process that says so and is not this one; null if there is none.</summary>
    /// <exception cref="Exception">The database cannot say.</exception>
    internal virtual Task<string?> FindMemberAsync() => Task.FromResult<string?>(null);

    internal RunIndex Runs { get; }

    internal CacheTable Cache { get; }

    internal PayloadTable Payloads { get; }

    /// <summary>A database with a writer of its own: snapshots are large and nobody waits for them.</summary>
    internal SnapshotTable Snapshots { get; }

    /// <summary>A connection of its own to where snapshots are, not yet opened.</summary>
    internal abstract DbConnection ConnectToSnapshots();

    /// <summary>Adds the connections of the plugins to a setup that has others already.</summary>
    internal abstract void AddTo(MultiDataOptionsSetup setup);

    /// <summary>Writes what is still to be written to the tables, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await tables.DisposeAsync().ConfigureAwait(false);
        await snapshots.DisposeAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private protected abstract ValueTask CloseAsync();
}
