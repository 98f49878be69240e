using System.Net;
using System.Security.Authentication;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Service;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>The web interface with a certificate.</summary>
public sealed class HttpsTests : IDisposable
{
    private static readonly Uri Health = new("/healthz", UriKind.Relative);

    private readonly WebCertificate certificate = new();

    private WebSettings Settings => new() { Listen = "0", CertificatePath = certificate.Path, KeyPath = certificate.KeyPath };

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task Who_trusts_the_certificate_is_served()
    {
        await using var web = await StartAsync(Settings);
        using var client = certificate.Client(web.Address);

        using var answer = await client.GetAsync(Health).Soon();

        Assert.StartsWith("https://127.0.0.1:", web.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_key_may_be_in_the_same_file()
    {
        await File.AppendAllTextAsync(certificate.Path, "\n" + await File.ReadAllTextAsync(certificate.KeyPath));
        await using var web = await StartAsync(Settings with { KeyPath = null });
        using var client = certificate.Client(web.Address);

        using var answer = await client.GetAsync(Health).Soon();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Who_does_not_trust_it_turns_away()
    {
        await using var web = await StartAsync(Settings);
        using var other = new WebCertificate();
        using var client = other.Client(web.Address);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Health).Soon());

        Assert.IsType<AuthenticationException>(refusal.InnerException);
    }

    [Fact]
    public async Task Plain_http_is_not_answered()
    {
        await using var web = await StartAsync(Settings);
        using var client = new HttpClient { BaseAddress = new Uri(web.Address.Replace("https://", "http://", StringComparison.Ordinal)) };

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Health).Soon());
    }

    [Theory]
    [InlineData("nowhere.pem", null, "web:certificatePath is '*nowhere.pem', and no certificate can be read there: ")]
    [InlineData("empty.pem", null, "web:certificatePath is '*empty.pem', and no certificate can be read there: ")]
    [InlineData("node.pem", null, "web:certificatePath is '*node.pem', where the certificate is but not its key, and web:keyPath is not set: ")]
    [InlineData("node.pem", "nowhere.key", "web:keyPath is '*nowhere.key', where no key of the certificate '*node.pem' can be read: ")]
    [InlineData("node.pem", "empty.pem", "web:keyPath is '*empty.pem', where no key of the certificate '*node.pem' can be read: ")]
    [InlineData("node.pem", "other.key", "web:keyPath is '*other.key', where no key of the certificate '*node.pem' can be read: ")]
    public async Task A_certificate_that_cannot_be_used_stops_the_start(string path, string? keyPath, string problem)
    {
        using var directory = new TempDirectory();
        using var other = new WebCertificate();
        File.Copy(certificate.Path, Path.Combine(directory.Path, "node.pem"));
        File.Copy(other.KeyPath, Path.Combine(directory.Path, "other.key"));
        directory.Write("empty.pem");
        var web = new Dictionary<string, string?>(StringComparer.Ordinal) { ["listen"] = "0", ["certificatePath"] = path, ["keyPath"] = keyPath };
        directory.Write("node.json", System.Text.Json.JsonSerializer.Serialize(new { web }));
        var console = new TestConsole { Directory = directory.Path };
        await using var runtime = new RuntimeSource([], (_, _, _) => throw new InvalidOperationException("A runtime was started."));

        var code = await NodeApp.RunAsync(["serve", "--config", "node.json"], console.Open(), runtime).Soon();

        Assert.Equal(ExitCode.Usage, code);
        Assert.Matches($"^error: {problem.Replace("*", "[^']*", StringComparison.Ordinal)}", console.Error);
        Assert.Contains("Set web:certificatePath to a PEM file with the certificate", console.Error, StringComparison.Ordinal);
    }

    private static Task<NodeWeb> StartAsync(WebSettings settings) =>
        NodeWeb.StartAsync(settings, new TelemetrySettings(), new NodeState(), new TestConsole().Open());
}
