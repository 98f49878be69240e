using System.Text.Json;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>The description that the node serves of its API.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task It_has_all_paths_with_what_is_sent_and_answered()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        var api = JsonElement.Parse(await node.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));

        var paths = api.GetProperty("paths");
        Assert.Equal(
            [
                "GET /runs", "POST /runs", "GET /runs/events", "DELETE /runs/{id}", "GET /runs/{id}", "POST /runs/{id}/abort", "GET /runs/{id}/activity",
                "GET /runs/{id}/children", "GET /runs/{id}/events", "GET /runs/{id}/failures", "GET /runs/{id}/items", "GET /runs/{id}/items/{index}", "POST /runs/{id}/items/{index}/abort",
                "POST /runs/{id}/recover", "POST /runs/{id}/rerun", "POST /runs/{id}/resize", "GET /runs/{id}/results",
            ],
            paths.EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name["/api/v1".Length..], Method: method.Name.ToUpperInvariant())))
                .Where(operation => operation.Path.StartsWith("/runs", StringComparison.Ordinal))
                .OrderBy(operation => operation.Path, StringComparer.Ordinal).ThenBy(operation => operation.Method, StringComparer.Ordinal)
                .Select(operation => $"{operation.Method} {operation.Path}"));
        Assert.All(paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
        var start = paths.GetProperty("/api/v1/runs").GetProperty("post");
        Assert.Equal(["application/json", "application/x-ndjson"], start.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(type => type.Name));
        Assert.True(api.GetProperty("components").GetProperty("schemas").TryGetProperty("RunDocument", out var run));
        Assert.True(run.GetProperty("properties").TryGetProperty("phase", out _));
    }
}
