using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Flyte.Actors.Journal;
using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Storage;

/// <summary>An actor system with nothing but the configuration of a store and the serializers of what is written to it.</summary>
internal sealed class StoreSystem(OpenStore store, params Setup[] setups) : IAsyncDisposable
{
    internal ActorSystem System { get; } = ActorSystem.Create("store", ActorSystemSetup.Create([
        BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(NoteSerializer.Config + JournalSerializer.Config).WithFallback(store.Config)),
        .. setups is [] ? store.Setups : setups,
    ]));

    internal IActorRef Keeper(string id) => System.ActorOf(NoteKeeper.Props(id));

    public async ValueTask DisposeAsync() => await System.Terminate().Soon();
}
