namespace Flyte.Actors.Tests.Support;

/// <summary>Runtimes in memory and on a SQLite file of the test's own.</summary>
public abstract class TwoStoresTest : IDisposable
{
    public const string Memory = "memory";
    public const string Sqlite = "SQLite";

    private readonly TempFolder folder = new();

    internal TaskEnvironment Env { get; } = new("env");

    internal Task<FlyteRuntime> StartAsync(string store) => FlyteRuntime.StartAsync(
        new FlyteOptions { Store = store == Sqlite ? FlyteStore.Sqlite(Path) : FlyteStore.Memory }, Env);

    internal string Path => folder.File("flyte.db");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
