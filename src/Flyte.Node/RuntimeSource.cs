using Flyte.Actors;

namespace Flyte.Node;

/// <summary>The runtime that the commands work on, started by the first one that needs it.</summary>
internal sealed class RuntimeSource(Func<FlyteOptions, Task<FlyteRuntime>> start) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task<FlyteRuntime>? runtime;

    /// <summary>The runtime's client.</summary>
    /// <param name="options">What the runtime is started with, if it is not yet running.</param>
    internal async Task<IFlyteClient> ClientAsync(FlyteOptions options)
    {
        Task<FlyteRuntime> running;
        lock (gate)
        {
            running = runtime ??= start(options);
        }

        return await running.ConfigureAwait(false);
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
