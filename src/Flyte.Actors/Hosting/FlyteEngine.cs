using Akka.Actor;
using Flyte.Actors.Client;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Hosting;

/// <summary>The runtime in an actor system: its actors, its threads and its client. It lives and ends with the system.</summary>
internal sealed class FlyteEngine : IExtension
{
    private FlyteEngine(ExtendedActorSystem system)
    {
        var setup = (system.Settings.Setup.Get<FlyteSetup>() is { HasValue: true, Value: var given } ? given : null)
            ?? throw new InvalidOperationException($"The actor system '{system.Name}' has no Flyte runtime: configure it by WithFlyte(…).");
        var options = setup.Options;
        var pool = new ElasticPool(options.MaxThreads);
        var pulse = new Pulse();
        var links = new RunLinks();
        var runners = new ItemRunners();
        var settings = new RunSettings(
            new LedgerRules(options.SystemRetries),
            new MemoryCommitter(),
            runners,
            pool,
            pulse,
            options.CancellationGrace,
            Environment.MachineName,
            setup.Registry.Knows,
            options.FinishedRunsKept);
        Region = system.SystemActorOf(RunRegionActor.Props(settings), "flyte-runs");
        var core = new ClientCore(system, Region, setup.Registry, pool, links, options.DefaultConcurrency, options.RunAhead);
        runners.Core = core;
        Runner = new RootRunner(core);
        Client = new FlyteClient(core);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "flyte-clients", () =>
        {
            links.Dispose();
            return Task.FromResult(Akka.Done.Instance);
        });
        system.RegisterOnTermination(() =>
        {
            links.Dispose();
            pulse.Dispose();
            pool.Dispose();
        });
    }

    internal IActorRef Region { get; }

    internal RootRunner Runner { get; }

    internal IFlyteClient Client { get; }

    /// <exception cref="InvalidOperationException">The system was not configured for Flyte.</exception>
    internal static FlyteEngine Of(ActorSystem system) => system.WithExtension<FlyteEngine, Provider>();

    internal sealed class Provider : ExtensionIdProvider<FlyteEngine>
    {
        public override FlyteEngine CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
