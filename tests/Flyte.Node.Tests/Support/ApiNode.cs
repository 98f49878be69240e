using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Service;

namespace Flyte.Node.Tests.Support;

/// <summary>A node with its web interface in the process of the test, and a client of it.</summary>
internal sealed class ApiNode : IAsyncDisposable
{
    internal const string Lines = "application/x-ndjson";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NodeWeb web;
    private readonly FlyteRuntime? runtime;

    private ApiNode(NodeState state, NodeWeb web, FlyteRuntime? runtime, TestConsole console)
    {
        (State, this.web, this.runtime, Console) = (state, web, runtime, console);
        Http = new HttpClient { BaseAddress = new Uri(web.Address), Timeout = Patience };
    }

    internal NodeState State { get; }

    internal TestConsole Console { get; }

    internal HttpClient Http { get; }

    internal FlyteRuntime Runtime => runtime ?? throw new InvalidOperationException("The node has no runtime yet.");

    /// <summary>Starts a node whose runs are in memory, unless there is a store.</summary>
    internal static Task<ApiNode> StartAsync(params TaskEnvironment[] environments) => StartAsync(new WebSettings(), new FlyteOptions(), environments);

    /// <inheritdoc cref="StartAsync(TaskEnvironment[])"/>
    internal static Task<ApiNode> StartAsync(WebSettings settings, FlyteOptions options, params TaskEnvironment[] environments) =>
        StartAsync(settings, options, new TelemetrySettings(), environments);

    /// <inheritdoc cref="StartAsync(TaskEnvironment[])"/>
    internal static async Task<ApiNode> StartAsync(WebSettings settings, FlyteOptions options, TelemetrySettings telemetry, params TaskEnvironment[] environments)
    {
        var (state, console) = (new NodeState(), new TestConsole());
        var listening = await NodeWeb.StartAsync(settings with { Listen = "0" }, telemetry, state, console.Open());
        var started = await FlyteRuntime.StartAsync(options with { LoggerFactory = listening.Loggers }, environments);
        state.Up(started);
        return new ApiNode(state, listening, started, console);
    }

    /// <summary>Starts a node whose runs are recorded in a directory.</summary>
    internal static Task<ApiNode> RecordingAsync(TempDirectory directory, params TaskEnvironment[] environments) =>
        StartAsync(new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "api.db")) }, environments);

    /// <summary>Starts a node whose runtime is not there yet.</summary>
    internal static async Task<ApiNode> StartingAsync(WebSettings settings)
    {
        var (state, console) = (new NodeState(), new TestConsole());
        return new ApiNode(state, await NodeWeb.StartAsync(settings with { Listen = "0" }, new TelemetrySettings(), state, console.Open()), null, console);
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1{path}");
        request.Content = body is null ? null : new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await SendAsync(request);
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    internal Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, key: key);

    internal Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    /// <summary>Starts a run of inputs in lines.</summary>
    internal Task<(HttpStatusCode Status, JsonElement Body)> StreamAsync(string query, Stream lines)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/runs?{query}") { Content = new StreamContent(lines) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Lines);
        return SendAsync(request);
    }

    /// <summary>The results of a run in lines, to its end.</summary>
    internal async Task<string[]> ResultsAsync(string id, string query = "")
    {
        using var lines = await OpenResultsAsync(id, query);
        return (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The results of a run in lines, as they come.</summary>
    internal async Task<StreamReader> OpenResultsAsync(string id, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/runs/{id}/results{query}") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(Lines) } } };
        var response = (await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Waits until a run looks like that.</summary>
    internal async Task<RunInfo> UntilAsync(string id, Func<RunInfo, bool> isReached)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            var info = await Runtime.GetRun<JsonElement>(id).GetInfoAsync(bound.Token);
            if (isReached(info))
            {
                return info;
            }

            await Task.Yield();
        }
    }

    /// <summary>Waits until there is such a run.</summary>
    internal async Task UntilKnownAsync(string id)
    {
        while ((await GetAsync($"/runs/{id}")).Status == HttpStatusCode.NotFound)
        {
            await Task.Yield();
        }
    }

    /// <summary>What is wrong with a request, as the answer says.</summary>
    internal static string Reason((HttpStatusCode Status, JsonElement Body) answer) => answer.Body.GetProperty("detail").GetString()!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (runtime is not null)
        {
            await runtime.DisposeAsync();
        }

        await web.DisposeAsync();
    }
}
