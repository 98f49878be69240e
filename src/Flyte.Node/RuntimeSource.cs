using Flyte.Actors;

namespace Flyte.Node;

/// <summary>The runtime that the commands work on, started by the first one that needs it.</summary>
internal sealed class RuntimeSource(Func<FlyteOptions, CancellationToken, Task<FlyteRuntime>> start) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task<FlyteRuntime>? runtime;

    internal RuntimeSource(Func<FlyteOptions, Task<FlyteRuntime>> start)
        : this((options, _) => start(options))
    {
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
            return runtime ??= start(options, cancellationToken);
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
}
