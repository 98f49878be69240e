using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Dashboard.Tests.Support;

/// <summary>A node with tasks of a shop, for the tests of a class.</summary>
public sealed class ShopFixture : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory directory = new();
    private ApiNode? node;

    internal ShopTasks Tasks { get; } = new();

    internal ApiNode Node => node!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => node = await ApiNode.StartAsync(
        new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "flyte.db")), Durability = Durability.Normal }, Tasks.Environment);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    /// <summary>Starts a run.</summary>
    internal async Task<RunHandle<JsonElement>> StartAsync(string task, IEnumerable<object> inputs, RunOptions options, int concurrency = 0)
    {
        string[] json = [.. inputs.Select(input => JsonSerializer.Serialize(input))];
        return await Node.Runtime.SubmitAsync(Node.Runtime.MapJson($"shop.{task}", json, concurrency), options);
    }

    /// <summary>Starts a run, and waits for its end.</summary>
    internal async Task EndedAsync(string task, IEnumerable<object> inputs, RunOptions options)
    {
        await StartAsync(task, inputs, options);
        await Node.UntilAsync(options.Id!, run => run.EndedAt is not null);
    }
}
