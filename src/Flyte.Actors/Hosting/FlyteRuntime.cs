using System.Text.Json;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Flyte.Actors.Cluster;
using Flyte.Actors.Hosting;
using Flyte.Actors.Journal;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;
using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A runtime in this process with an actor system of its own: for scripts, tests and programs without a host.</summary>
public sealed class FlyteRuntime : IFlyteClient, IAsyncDisposable
{
    // A program without a host decides itself what Ctrl-C means, and does not want to read of each actor that stops.
    private const string Config = """

        akka.loglevel = WARNING
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.stdout-loglevel = WARNING
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly IFlyteClient client;
    private readonly OpenStore? store;

    private FlyteRuntime(ActorSystem system, OpenStore? store)
    {
        (System, this.store) = (system, store);
        Ended = NodeEnding.Of(system);
        client = FlyteEngine.Of(system).Client;
    }

    /// <summary>The actor system that the runtime lives in.</summary>
    public ActorSystem System { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TaskInfo> Tasks => client.Tasks;

    /// <summary>Starts a runtime with default options.</summary>
    /// <param name="environments">The tasks that it runs.</param>
    /// <exception cref="ArgumentException">Two environments have a task of one name.</exception>
    public static Task<FlyteRuntime> StartAsync(params TaskEnvironment[] environments) => StartAsync(new FlyteOptions(), environments);

    /// <summary>Starts a runtime.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="environments">The tasks that it runs.</param>
    /// <exception cref="ArgumentException">Two environments have a task of one name.</exception>
    /// <exception cref="StoreException">The store cannot be opened; nothing of it was changed.</exception>
    /// <exception cref="FlyteClusterException">The node cannot start, or its cluster has other settings.</exception>
    public static Task<FlyteRuntime> StartAsync(FlyteOptions options, params TaskEnvironment[] environments) =>
        StartAsync(options, environments, CancellationToken.None);

    /// <summary>Starts a runtime. A node of a cluster is started when it is one of its members, which takes as long as nobody answers it.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="environments">The tasks that it runs.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is started then.</param>
    /// <exception cref="ArgumentException">Two environments have a task of one name.</exception>
    /// <exception cref="StoreException">The store cannot be opened; nothing of it was changed.</exception>
    /// <exception cref="FlyteClusterException">The node cannot start, or its cluster has other settings.</exception>
    public static async Task<FlyteRuntime> StartAsync(
        FlyteOptions options, IReadOnlyCollection<TaskEnvironment> environments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environments);
        var registry = TaskRegistry.Of(environments);
        if (options.Cluster is { } cluster)
        {
            await NodeStart.CheckAddressesAsync(cluster, cancellationToken).ConfigureAwait(false);
        }

        var (opened, complete) = await NodeStart.OpenStoreAsync(options, cancellationToken).ConfigureAwait(false);
        var runtime = await StartAsync(complete, registry, opened).ConfigureAwait(false);
        try
        {
            await runtime.UpAsync(cancellationToken).ConfigureAwait(false);
            return runtime;
        }
        catch
        {
            await runtime.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Ends, with the reason, when the runtime's actor system has ended: because it was disposed of, or because it can be in its cluster
    /// no more.
    /// </summary>
    public Task<NodeEnd> Ended { get; }

    /// <summary>Whether the runtime can do what it is there for: it has not ended, its node is up in its cluster, and its store can be written to.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>What is wrong, in words for people; null if all is well.</returns>
    public Task<string?> CheckAsync(CancellationToken cancellationToken = default) => FlyteEngine.Of(System).Health.CheckAsync(cancellationToken);

    /// <summary>Stops the runtime: its runs are stopped, and whoever waits for one is told so.</summary>
    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).ConfigureAwait(false);
        if (store is not null)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<TOut> RunAsync<TOut>(FlyteTask<TOut> task, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RunAsync(task, options, cancellationToken);

    /// <inheritdoc/>
    public Task<TOut> RunAsync<T1, TOut>(
        FlyteTask<T1, TOut> task, T1 input, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RunAsync(task, input, options, cancellationToken);

    /// <inheritdoc/>
    public Task<TOut> RunAsync<T1, T2, TOut>(
        FlyteTask<T1, T2, TOut> task, T1 first, T2 second, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RunAsync(task, first, second, options, cancellationToken);

    /// <inheritdoc/>
    public Task<TOut> RunAsync<T1, T2, T3, TOut>(
        FlyteTask<T1, T2, T3, TOut> task, T1 first, T2 second, T3 third, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RunAsync(task, first, second, third, options, cancellationToken);

    /// <inheritdoc/>
    public Task<TOut> RunAsync<T1, T2, T3, T4, TOut>(
        FlyteTask<T1, T2, T3, T4, TOut> task, T1 first, T2 second, T3 third, T4 fourth, RunOptions? options = null,
        CancellationToken cancellationToken = default) =>
        client.RunAsync(task, first, second, third, fourth, options, cancellationToken);

    /// <inheritdoc/>
    public MapStream<TOut> Map<TOut>(MapStream<TOut> map) => client.Map(map);

    /// <inheritdoc/>
    public MapStream<JsonElement> MapJson(string task, IAsyncEnumerable<string> inputs, int concurrency = 0, MapOptions? options = null) =>
        client.MapJson(task, inputs, concurrency, options);

    /// <inheritdoc/>
    public MapStream<JsonElement> MapJson(string task, IReadOnlyCollection<string> inputs, int concurrency = 0, MapOptions? options = null) =>
        client.MapJson(task, inputs, concurrency, options);

    /// <inheritdoc/>
    public Task<RunHandle<TOut>> SubmitAsync<TOut>(
        MapStream<TOut> map, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.SubmitAsync(map, options, cancellationToken);

    /// <inheritdoc/>
    public RunHandle<TOut> GetRun<TOut>(string runId) => client.GetRun<TOut>(runId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery? query = null, CancellationToken cancellationToken = default) =>
        client.ListRunsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<string> RerunAsync(string runId, RerunOptions? options = null, CancellationToken cancellationToken = default) =>
        client.RerunAsync(runId, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken = default) => client.ListNodesAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellationToken = default) => client.ListTasksAsync(cancellationToken);

    internal static FlyteRuntime Start(FlyteOptions options, TaskRegistry registry, OpenStore? store)
    {
        var config = ConfigurationFactory.ParseString(FlyteDispatcher.Config + JournalSerializer.Config + Config);
        var whole = store is null ? config : config.WithFallback(store.Config);
        Setup[] setups = [new FlyteSetup(options, registry, store), .. store?.Setups ?? []];
        return new FlyteRuntime(
            options.Cluster is { } cluster
                ? NodeStart.Listen(cluster, whole, setups)
                : ActorSystem.Create("flyte", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(whole), .. setups])),
            store);
    }

    private static async Task<FlyteRuntime> StartAsync(FlyteOptions options, TaskRegistry registry, OpenStore? opened)
    {
        try
        {
            return Start(options, registry, opened);
        }
        catch when (opened is not null)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task UpAsync(CancellationToken cancellationToken) => FlyteEngine.Of(System).Node?.Up.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
