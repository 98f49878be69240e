using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;

namespace Flyte.Actors.Storage;

/// <summary>
/// A store that was checked and is ready for use. An actor system takes its <see cref="Config"/> and <see cref="Setups"/>; it has
/// ended before the store is disposed of.
/// </summary>
internal abstract class OpenStore : IAsyncDisposable
{
    /// <summary>The plugins of <see cref="StorePlugins"/>, with all defaults that they need.</summary>
    internal abstract Config Config { get; }

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

    /// <summary>Adds the connections of the plugins to a setup that has others already.</summary>
    internal abstract void AddTo(MultiDataOptionsSetup setup);

    public abstract ValueTask DisposeAsync();
}
