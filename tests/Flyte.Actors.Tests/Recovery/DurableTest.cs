using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A store of its own for each test, and runtimes that are started on it one after the other.</summary>
public abstract class DurableTest : IDisposable
{
    private readonly TempFolder folder = new();

    internal TaskEnvironment Env { get; } = new("durable");

    internal string Path => folder.File("flyte.db");

    internal FlyteOptions Options => new() { Store = FlyteStore.Sqlite(Path) };

    internal Task<FlyteRuntime> StartAsync(FlyteOptions? options = null) => FlyteRuntime.StartAsync(options ?? Options, Env);

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
