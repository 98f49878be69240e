using System.Net;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>What the node tells those who watch over it.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_node_that_starts_is_alive_and_not_ready()
    {
        await using var node = await ApiNode.StartingAsync(new WebSettings());

        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(node, "/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The node is starting."), await AskAsync(node, "/readyz"));
        var refused = await node.GetAsync("/runs");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.StartsWith("The node is starting:", ApiNode.Reason(refused), StringComparison.Ordinal);
        Assert.Empty(node.Console.Error);
    }

    [Fact]
    public async Task A_node_that_drains_is_alive_and_not_ready_and_answers()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(node, "/readyz"));

        node.State.Drain();

        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(node, "/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The node is draining."), await AskAsync(node, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, (await node.GetAsync("/runs")).Status);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_to_is_said()
    {
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "api.db");
        await using var node = await ApiNode.StartAsync(new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(file) }, TestTasks.Create());
        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(node, "/readyz"));

        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.ChangeExtension(file, ".index.db")};Pooling=False");
        await other.OpenAsync();
        await using var drop = other.CreateCommand();
        drop.CommandText = "ALTER TABLE flyte_meta RENAME TO flyte_gone";
        await drop.ExecuteNonQueryAsync();

        var (status, reason) = await AskAsync(node, "/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("The store cannot be written to:", reason, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string? Reason)> AskAsync(ApiNode node, string path)
    {
        using var response = await node.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("reason").GetString());
    }
}
