using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;
using Npgsql;

namespace Flyte.Node.Tests.Attacks;

/// <summary>What a node knows and nobody else should, is in nothing that it says, however it fails.</summary>
[Collection(PostgresTests.Name)]
public sealed class SecretTests(PostgresServer postgres) : IDisposable
{
    private const string Secret = "hunter2hunter2";

    private static readonly string[] Questions =
    [
        "/", "/nodes", "/runs/none", "/assets/app.js", "/openapi/v1.json", "/metrics", "/healthz", "/readyz", "/api/v1/nodes", "/api/v1/tasks", "/api/v1/runs", "/api/v1/runs/none", "/api/v1/runs/failed", "/api/v1/runs/failed/items",
        "/api/v1/runs/failed/results", "/api/v1/runs/failed/failures", "/api/v1/runs?limit=x", "/api/v1/runs?key=x", "/nothing",
    ];

    // Whoever reads results waits until the database is back.
    private static readonly string[] WhileAway = ["/", "/metrics", "/healthz", "/readyz", "/api/v1/nodes", "/api/v1/runs", "/api/v1/runs/none", "/api/v1/runs/failed/items"];

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [PostgresFact]
    public async Task A_node_whose_database_comes_and_goes_tells_none()
    {
        var address = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        var (key, stored) = ApiKey.New("writer", ApiScope.Write);
        string[] secrets = [address.Password!, Uri.EscapeDataString(address.Password!), key, Convert.ToHexStringLower(stored.Hash)];
        var config = directory.Write("node.json", JsonSerializer.Serialize(new
        {
            runtime = new { store = address.ConnectionString },
            web = new { listen = "0", keys = stored.ToString(), requestTimeout = "00:00:01" },
            telemetry = new { prometheus = true },
        }));
        using var node = new NodeProcess(directory.Path, "serve", "--port", "0", "--config", config);
        using var http = new HttpClient { BaseAddress = new Uri((await node.LineAsync("web interface: "))["web interface: ".Length..]) };
        var heard = new StringBuilder();

        await TellAsync(http, HttpMethod.Post, "/api/v1/runs", key, """{"task":"words.count","inputs":["missing.txt"],"id":"failed"}""", heard);
        await AskAsync(http, key, heard, Questions);
        await AskAsync(http, "flyte_wrong", heard, Questions);
        await postgres.StopAsync("immediate");
        try
        {
            await AskAsync(http, key, heard, WhileAway);
        }
        finally
        {
            await postgres.StartAsync();
        }

        await node.TerminateAsync();
        var (_, said, error) = await node.EndAsync();

        Assert.Matches("\"status\": ?50[34]", heard.ToString());
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, heard + said + error, StringComparison.OrdinalIgnoreCase));
    }

    [PostgresFact]
    public async Task Nor_does_one_whose_password_is_wrong()
    {
        var address = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { Password = Secret };

        await RefusedAsync("refuses its user", "run", "ping", "--store", address.ConnectionString);
        await RefusedAsync("refuses its user", "run", "ping", "--config", directory.Write("store.json", JsonSerializer.Serialize(new { runtime = new { store = address.ConnectionString } })));
    }

    [Theory]
    [InlineData($"postgressql://me:{Secret}@127.0.0.1/d")]
    [InlineData($"postgres:/me:{Secret}@127.0.0.1/d")]
    [InlineData($"http://me:{Secret}@127.0.0.1/d")]
    [InlineData($"Hots=127.0.0.1;Password={Secret}")]
    [InlineData($"Username=me;Pwd={Secret}")]
    [InlineData($"postgresql://me:{Secret}")]
    [InlineData($"postgresql://me:12/{Secret}@127.0.0.1/d")]
    [InlineData($"postgresql://me:12?{Secret}@127.0.0.1/d")]
    [InlineData($"postgresql://me:12#{Secret}@127.0.0.1/d")]
    [InlineData($"postgresql://me:{Secret}@127.0.0.1:1/d")]
    [InlineData($"postgresql://me:{Secret}@nowhere.invalid/d")]
    [InlineData($"Host=127.0.0.1;Port=x;Password={Secret}")]
    public async Task An_address_that_is_mistyped_is_not_repeated_and_becomes_no_file(string store)
    {
        await RefusedAsync("store", "run", "ping", "--store", store);
        await RefusedAsync("store", "runs", "--store", store);
        await RefusedAsync("store", "run", "ping", "--config", directory.Write("store.json", JsonSerializer.Serialize(new { runtime = new { store } })));
        Assert.All(Directory.GetFileSystemEntries(directory.Path, "*", SearchOption.AllDirectories), path => Assert.DoesNotContain(Secret, path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"cluster":{"tls":{"certificatePath":"node.pfx","authorityPath":"node.pfx","password":"hunter2hunter2"}}}""")]
    [InlineData("""{"cluster":{"tls":{"certificatePath":"node.pfx","authorityPath":"node.pfx","password":["hunter2hunter2"]}}}""")]
    [InlineData("""{"cluster":{"tls":{"certificatePath":"node.pfx","authorityPath":"node.pfx","passwort":"hunter2hunter2"}}}""")]
    [InlineData("""{"web":{"keys":"writer:write:hunter2hunter2"}}""")]
    [InlineData("""{"web":{"keys":["hunter2hunter2"]}}""")]
    [InlineData("""{"web":{"key":"hunter2hunter2"}}""")]
    [InlineData("""{"runtime":{"store":{"password":"hunter2hunter2"}}}""")]
    [InlineData("""{"web":{"keys":"hunter2hunter2""")]
    [InlineData("""{"runtime":{"store":true://me:hunter2hunter2@h/d}}""")]
    [InlineData("""{"runtime":{"store":tpostgresql://me:hunter2hunter2@h/d}}""")]
    [InlineData("""{"web":{"keys":nobody:hunter2hunter2""")]
    public async Task Settings_that_are_wrong_are_named_and_not_repeated(string settings)
    {
        directory.Write("node.pfx", "no certificate");

        await RefusedAsync("", "serve", "--port", "0", "--roles", "items", "--web", "0", "--config", directory.Write("node.json", settings));
    }

    [Fact]
    public void Options_show_none()
    {
        var options = new FlyteOptions
        {
            Store = FlyteStore.PostgreSql($"postgresql://me:{Secret}@127.0.0.1/d"),
            Cluster = new FlyteCluster { Tls = new FlyteTls { CertificatePath = "a.pem", AuthorityPath = "b.pem", Password = Secret } },
        };

        Assert.DoesNotContain(Secret, $"{options} {options.Cluster} {options.Cluster.Tls} {options.Store}", StringComparison.Ordinal);
    }

    private static async Task AskAsync(HttpClient http, string key, StringBuilder heard, string[] questions)
    {
        foreach (var path in questions)
        {
            await TellAsync(http, HttpMethod.Get, path, key, body: null, heard);
        }
    }

    private static async Task TellAsync(HttpClient http, HttpMethod method, string path, string key, string? body, StringBuilder heard)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request).Soon();
        heard.Append(response.Headers).Append(response.Content.Headers).Append(await response.Content.ReadAsStringAsync());
    }

    private async Task RefusedAsync(string part, params string[] command)
    {
        var console = new TestConsole { Directory = directory.Path };
        await using var runtime = new RuntimeSource([TestTasks.Create()]);

        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(command, console.Open(), runtime));

        Assert.StartsWith("error: ", console.Error, StringComparison.Ordinal);
        Assert.Contains(part, console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, console.Error + console.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
    }
}
