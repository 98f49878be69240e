using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Dashboard;
using Flyte.Node.Tests.Support;
using Npgsql;

namespace Flyte.Node.Tests.Attacks;

/// <summary>A node of a cluster knows the password of its certificate, of its database, and the keys that it lets in: it says none of them, in no output, page, event, trace, measure or log.</summary>
[Collection(PostgresTests.Name)]
public sealed class SecretsOfClusterTests : IDisposable
{
    private const string Password = "Correct-Horse.7";

    private static readonly string[] Questions =
    [
        "/", "/nodes", "/runs/failed", "/openapi/v1.json", "/metrics", "/healthz", "/readyz", "/api/v1/nodes", "/api/v1/tasks", "/api/v1/tasks/words.count", "/api/v1/runs", "/api/v1/runs?limit=1", "/api/v1/runs/failed",
        "/api/v1/runs/failed/items", "/api/v1/runs/failed/items/0", "/api/v1/runs/failed/results", "/api/v1/runs/failed/failures", "/api/v1/runs/failed/children", "/api/v1/runs/failed/activity", "/api/v1/runs/failed/events",
        "/api/v1/runs/none/events", "/api/v1/runs/events?limit=x",
    ];

    private readonly PostgresServer postgres;
    private readonly TempDirectory directory = new();
    private readonly TempFolder certificates = new();
    private readonly Authority authority;

    public SecretsOfClusterTests(PostgresServer postgres) => (this.postgres, authority) = (postgres, new Authority(certificates, "nodes"));

    public void Dispose()
    {
        authority.Dispose();
        certificates.Dispose();
        directory.Dispose();
    }

    [PostgresFact]
    public async Task A_node_with_a_certificate_tells_none_of_its_secrets()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var address = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        var (key, stored) = ApiKey.New("writer", ApiScope.Write);
        var (tls, heard) = (authority.IssuePkcs12("node", Password), new StringBuilder());
        var config = Write(address.ConnectionString, tls, stored.ToString(), collector.Address);
        using (var node = new NodeProcess(directory.Path, "serve", "--config", config))
        {
            using var http = new HttpClient { BaseAddress = new Uri((await node.LineAsync("web interface: "))["web interface: ".Length..]) };
            await TellAsync(http, HttpMethod.Post, "/api/v1/runs", key, """{"task":"words.count","inputs":["missing.txt"],"id":"failed"}""", heard);
            await TellAsync(http, HttpMethod.Get, "/api/v1/runs/failed/results", key, body: null, heard);
            foreach (var path in Questions.Concat(DashboardPages.Names.Select(name => $"/assets/{name}")))
            {
                await TellAsync(http, HttpMethod.Get, path, key, body: null, heard);
                await TellAsync(http, HttpMethod.Get, path, "flyte_wrong", body: null, heard);
            }

            // Where a key does not belong.
            await TellAsync(http, HttpMethod.Get, $"/api/v1/runs?key={key}", key, body: null, heard);
            await ListenAsync(http, key, heard);
            await node.TerminateAsync();
            var (_, said, error) = await node.EndAsync();
            heard.Append(said).Append(error);
        }

        Assert.Contains("is up: runs, items", heard.ToString(), StringComparison.Ordinal);
        Assert.Contains("event: runs", heard.ToString(), StringComparison.Ordinal);
        string[] sent = [collector.Received(OtlpCollector.Traces), collector.Received(OtlpCollector.Metrics), collector.Received(OtlpCollector.Logs)];
        Assert.Contains("words.count", sent[0], StringComparison.Ordinal);
        Assert.Contains("flyte.items", sent[1], StringComparison.Ordinal);
        string[] secrets = [Password, address.Password!, Uri.EscapeDataString(address.Password!), Convert.ToHexStringLower(stored.Hash), key];
        Assert.All(secrets, secret => Assert.All([heard.ToString(), .. sent], text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase)));
    }

    [PostgresFact]
    public async Task Nor_does_one_whose_certificate_cannot_be_opened()
    {
        var store = await postgres.CreateDatabaseAsync();
        var tls = authority.IssuePkcs12("node", Password);

        foreach (var wrong in new[] { tls with { Password = Password + "!" }, tls with { Password = null }, tls with { AuthorityPath = tls.CertificatePath }, tls with { KeyPath = tls.CertificatePath } })
        {
            var console = new TestConsole { Directory = directory.Path };
            await using var runtime = new RuntimeSource([TestTasks.Create()]);

            Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(["serve", "--config", Write(store, wrong, "", collector: null)], console.Open(), runtime).Soon());

            Assert.StartsWith("error: ", console.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, console.Error + console.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
        }
    }

    private string Write(string store, FlyteTls tls, string keys, string? collector) => directory.Write("node.json", JsonSerializer.Serialize(new
    {
        runtime = new { store },
        cluster = new { port = 0, tls = new { certificatePath = tls.CertificatePath, keyPath = tls.KeyPath, password = tls.Password, authorityPath = tls.AuthorityPath } },
        web = new { listen = "0", keys },
        telemetry = new { prometheus = true, otlpEndpoint = collector },
    }));

    private static async Task TellAsync(HttpClient http, HttpMethod method, string path, string key, string? body, StringBuilder heard)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request).Soon();
        heard.Append(response.Headers).Append(response.Content.Headers).Append(await response.Content.ReadAsStringAsync().Soon());
    }

    // This one has no end.
    private static async Task ListenAsync(HttpClient http, string key, StringBuilder heard)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs/events") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var line = await lines.ReadLineAsync().Soon(); line is { Length: > 0 }; line = await lines.ReadLineAsync().Soon())
        {
            heard.Append(line).Append('\n');
        }
    }
}
