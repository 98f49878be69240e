using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>Tests of stores on real databases, each of its own.</summary>
[Collection(PostgresTests.Name)]
public abstract class StoreTest(PostgresServer server) : IAsyncLifetime, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<OpenStore> opened = [];

    internal PostgresServer Server => server;

    internal TempFolder Folder => folder;

    /// <summary>A store that nobody has used yet.</summary>
    internal async Task<FlyteStore> CreateAsync(string database) => database == "SQLite"
        ? FlyteStore.Sqlite(folder.File("flyte.db"))
        : FlyteStore.PostgreSql(await server.CreateDatabaseAsync());

    /// <summary>Opens a store; it is closed with the test at the latest.</summary>
    internal async Task<OpenStore> OpenAsync(FlyteStore store, Durability durability = Durability.Full, StoreCluster? cluster = null)
    {
        var open = (await StoreOpener.OpenAsync(store, durability, cluster).Soon())!;
        opened.Add(open);
        return open;
    }

    internal async Task<OpenStore> OpenAsync(string database) => await OpenAsync(await CreateAsync(database));

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var open in opened)
        {
            await open.DisposeAsync().Soon();
        }
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
