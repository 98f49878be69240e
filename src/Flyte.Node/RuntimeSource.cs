using Flyte.Actors;

namespace Flyte.Node;

/// <summary>The runtime that the commands work on, started by the first one that needs it.</summary>
internal sealed class RuntimeSource(Func<Task<FlyteRuntime>> start) : IAsyncDisposable
{
    private readonly Lazy<Task<FlyteRuntime>> runtime = new(start);

    internal async Task<IFlyteClient> ClientAsync() => await runtime.Value.ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (runtime.IsValueCreated)
        {
            await (await runtime.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }
}
