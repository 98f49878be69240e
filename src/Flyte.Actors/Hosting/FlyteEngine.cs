using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Event;
using Flyte.Actors.Client;
using Flyte.Actors.Cluster;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Storage;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Threads;
using Microsoft.Extensions.Logging;

namespace Flyte.Actors.Hosting;

/// <summary>The runtime in an actor system: its actors, its threads and its client. It lives and ends with the system.</summary>
internal sealed class FlyteEngine : IExtension
{
    // Akka gives the phase 5 s.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    // In one process a message is lost only when a run's own actor crashes, or leaves the memory at that moment.
    private static readonly TimeSpan BetweenRepeats = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenRepeatsToOthers = TimeSpan.FromSeconds(1);

    private FlyteEngine(ExtendedActorSystem system)
    {
        var setup = (system.Settings.Setup.Get<FlyteSetup>() is { HasValue: true, Value: var given } ? given : null)
            ?? throw new InvalidOperationException($"The actor system '{system.Name}' has no Flyte runtime: configure it by WithFlyte(…).");
        var options = setup.Options;
        var pool = new ElasticPool(options.MaxThreads);
        var pulse = new Pulse();
        var links = new RunLinks(options.Cluster is null ? BetweenRepeats : BetweenRepeatsToOthers);
        var runners = new ItemRunners();
        var limits = new PayloadLimits(options.MaxPayloadBytes);
        var gauges = new RuntimeGauges();
        FlyteMetrics.Add(gauges);
        var member = options.Cluster is { } cluster ? new ClusterMember(system, cluster, setup.Registry, limits, gauges) : null;
        var recorded = new RunSettings(
            new LedgerRules(options.SystemRetries),
            new MemoryCommitter(),
            runners,
            pool,
            pulse,
            options.CancellationGrace,
            member?.Node ?? Environment.MachineName,
            task => setup.Registry.Knows(task) || member?.KnowsFar(task) == true,
            options.FinishedRunsKept,
            Cache(setup, Logging.GetLogger(system, typeof(ResultCache))),
            Recording(system, setup))
        {
            Gauges = gauges,
            FindTask = setup.Registry.Tasks.GetValueOrDefault,
            Limits = limits,
            Logs = TaskLogs.Of(options.LoggerFactory ?? HostLoggers(system)),
            FailsWithoutTaskAfter = options.FailsWithoutTask ? options.Cluster?.StableAfter : null,
        };
        Recorded = recorded.Recording;
        var settings = member is null ? recorded : recorded with { Places = member.PlacesOf, LeavingGrace = member.LeavingGrace };
        Region = system.SystemActorOf(RunRegionActor.Props(member is null ? settings : settings with { Recording = null }), "flyte-runs");
        member?.StartRuns(settings);
        var doors = member is null ? Doors.Of(Region) : new Doors(Region, member.Runs, member.Board);
        var written = member is null ? settings.Recording?.Limits : limits;
        var nodes = member?.Nodes ?? new HomeNode(recorded.Node, setup.Registry, () => gauges.Busy);
        var core = new ClientCore(system, doors, setup.Registry, pool, links, options.DefaultConcurrency, options.RunAhead, written) { Nodes = nodes, AskedInVain = options.AskedInVain };
        runners.Core = core;
        member?.StartGate(settings, [.. setup.Registry.Tasks.Values]);
        Runner = new RootRunner(core);
        Client = new FlyteClient(core);
        Node = member is null ? null : ClusterNode.Start(system, options.Cluster!, setup.Store);
        Health = new FlyteHealth(system, setup.Store, member?.Node);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "flyte-runs", async () =>
        {
            await Task.WhenAll(member?.EndAsync() ?? Task.CompletedTask, StopRunsAsync()).ConfigureAwait(false);
            if (member is null || member.IsParted)
            {
                links.Dispose();
            }

            return Akka.Done.Instance;
        });

        // The recorded runs that are here go on elsewhere before.
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "flyte-links", () =>
        {
            links.Dispose();
            return Task.FromResult(Akka.Done.Instance);
        });
        if (setup.Store is { } kept)
        {
            _ = StopWithAsync(kept.Lost, links, Logging.GetLogger(system, typeof(FlyteEngine)));
        }

        system.RegisterOnTermination(() =>
        {
            FlyteMetrics.Remove(gauges);
            links.Dispose();
            pulse.Dispose();
            pool.Dispose();
            settings.Recording?.BlackBox.Dispose();
        });
    }

    private static ResultCache Cache(FlyteSetup setup, ILoggingAdapter log) =>
        new(setup.Store is { } store ? new StoredCache(store.Cache, log) : new MemoryCache(), setup.Registry.Tasks.GetValueOrDefault, log);

    // Akka.Hosting tells the system of the container that it is in.
    private static ILoggerFactory? HostLoggers(ActorSystem system) =>
        system.Settings.Setup.Get<DependencyResolverSetup>() is { HasValue: true, Value.DependencyResolver: var services } ? services.GetService<ILoggerFactory>() : null;

    private static Recording? Recording(ActorSystem system, FlyteSetup setup)
    {
        if (setup.Store is not { } store)
        {
            return null;
        }

        var payloads = new StoredPayloads(store.Payloads);
        var events = new JournalEvents(system, StorePlugins.Query, payloads);
        return new Recording(
            events,
            payloads,
            new PayloadLimits(setup.Options.MaxPayloadBytes),
            name => setup.Registry.Tasks.GetValueOrDefault(name),
            setup.Options.FailsWithoutTask,
            setup.Options.ResumesRuns,
            store.Runs,
            setup.Options.Retention,
            BlackBox.OfFirstFree(store.InHandFiles, store.IsShared))
        {
            IsShared = store.IsShared,
            Snapshots = new TreeSnapshots(store.Snapshots, events, setup.Options.Snapshots),
        };
    }

    // Before anybody is told that the runtime stops: a body that hears of it fails, and that must not be recorded of its item.
    private async Task StopRunsAsync()
    {
        try
        {
            await Region.GracefulStop(LongestStop).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // The system stops them later.
        }
    }

    // What a run decides now is recorded nowhere, and whoever waits for it would wait for ever.
    private async Task StopWithAsync(Task<StoreException> lost, RunLinks links, ILoggingAdapter log)
    {
        var reason = await lost.ConfigureAwait(false);
        log.Error("{0}", reason.Message);
        await StopRunsAsync().ConfigureAwait(false);
        links.Close(reason);
    }

    internal IActorRef Region { get; }

    /// <summary>How runs are recorded; null when none is.</summary>
    internal Recording? Recorded { get; }

    internal RootRunner Runner { get; }

    internal IFlyteClient Client { get; }

    internal FlyteHealth Health { get; }

    /// <summary>What this process is in its cluster; null if it is alone.</summary>
    internal ClusterNode? Node { get; }

    /// <exception cref="InvalidOperationException">The system was not configured for Flyte.</exception>
    internal static FlyteEngine Of(ActorSystem system) => system.WithExtension<FlyteEngine, Provider>();

    internal sealed class Provider : ExtensionIdProvider<FlyteEngine>
    {
        public override FlyteEngine CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
