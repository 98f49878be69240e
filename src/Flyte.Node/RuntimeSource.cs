using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Plugins;

namespace Flyte.Node;

/// <summary>Starts a runtime with tasks, as <see cref="FlyteRuntime.StartAsync(FlyteOptions, IReadOnlyCollection{TaskEnvironment}, CancellationToken)"/> does.</summary>
internal delegate Task<FlyteRuntime> RuntimeStart(FlyteOptions options, IReadOnlyCollection<TaskEnvironment> environments, CancellationToken cancellationToken);

/// <summary>The runtime that the commands work on, started by the first one that needs it.</summary>
/// <param name="own">The tasks of this program.</param>
/// <param name="start">How it is started; null for as usual.</param>
internal sealed class RuntimeSource(IReadOnlyList<TaskEnvironment> own, RuntimeStart? start = null) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<PluginEnvironment> plugins = [];
    private Task<FlyteRuntime>? runtime;

    /// <summary>Has the runtime run tasks from outside beside its own. It is not yet running.</summary>
    /// <exception cref="UsageException">There is an environment of the same name.</exception>
    internal void Add(IEnumerable<PluginEnvironment> environments)
    {
        lock (gate)
        {
            foreach (var added in environments)
            {
                CheckName(added);
                plugins.Add(added);
            }
        }
    }

    /// <summary>The runtime's client.</summary>
    /// <param name="options">What the runtime is started with, if it is not yet running.</param>
    /// <param name="cancellationToken">Ends the wait for a cluster to join.</param>
    internal async Task<IFlyteClient> ClientAsync(FlyteOptions options, CancellationToken cancellationToken = default) =>
        await StartAsync(options, cancellationToken).ConfigureAwait(false);

    /// <summary>The runtime.</summary>
    /// <param name="options">What the runtime is started with, if it is not yet running.</param>
    /// <param name="cancellationToken">Ends the wait for a cluster to join.</param>
    internal Task<FlyteRuntime> StartAsync(FlyteOptions options, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return runtime ??= (start ?? FlyteRuntime.StartAsync)(options, [.. own, .. plugins.Select(plugin => plugin.Environment)], cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // One that could not be started has said so to whoever wanted it.
        if (runtime is { IsCompletedSuccessfully: true } started)
        {
            await (await started.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    // Tasks are known by their names, in messages and in records: each environment has one place.
    private void CheckName(PluginEnvironment added)
    {
        var name = added.Environment.Name;
        var other = plugins.Find(plugin => plugin.Environment.Name == name)?.Place ?? (own.Any(environment => environment.Name == name) ? "one of this program" : null);
        if (other is not null)
        {
            throw new UsageException($"There are two environments '{name}': {added.Place}, and {other}.", "Give one of them another name, or leave one of the files out.");
        }
    }
}
