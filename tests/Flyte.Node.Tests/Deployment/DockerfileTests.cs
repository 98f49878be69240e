using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Readme;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Deployment;

/// <summary>The recipe of the container that comes with the program.</summary>
public sealed class DockerfileTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(ReadmePage.Root, "config/Dockerfile")).Replace("\\\n", "", StringComparison.Ordinal);

    [Fact]
    public void It_needs_the_images_of_NET_alone() => Assert.All(Values("FROM"), image => Assert.StartsWith("mcr.microsoft.com/dotnet/", image, StringComparison.Ordinal));

    [Fact]
    public void What_it_copies_is_there_and_not_ignored()
    {
        var sources = Values("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal)).SelectMany(copy => copy.Split(' ')[..^1]).ToList();
        var kept = File.ReadAllLines(Path.Combine(ReadmePage.Root, "config/Dockerfile.dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(ReadmePage.Root, source)), source));
        Assert.All(sources, source => Assert.Contains(source.Split('/')[0], kept));
    }

    [Fact]
    public void What_projects_are_made_with_is_copied() => Assert.All(
        Directory.EnumerateFiles(ReadmePage.Root, "*.props").Concat(Directory.EnumerateFiles(Path.Combine(ReadmePage.Root, "src"), "Directory.*")),
        file => Assert.Contains(Values("COPY"), copy => copy.Split(' ').Contains(Path.GetRelativePath(ReadmePage.Root, file))));

    [Fact]
    public void The_node_is_not_root_and_gets_the_signals()
    {
        Assert.Equal("$APP_UID", Values("USER").Single());
        var start = JsonSerializer.Deserialize<string[]>(Values("ENTRYPOINT").Single())!;
        Assert.Equal(["dotnet", "/app/Flyte.Node.dll"], start);
        var parsed = CommandLine.Parse(JsonSerializer.Deserialize<string[]>(Values("CMD").Single())!, new TestConsole().Open(), new RuntimeSource([]));
        Assert.IsType<ServeCommand>(parsed.CommandResult.Command);
        Assert.Empty(parsed.Errors);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", true)]
    [InlineData("HTTP/1.1 503 Service Unavailable", false)]
    [InlineData("", false)]
    public async Task Its_health_is_what_the_node_says(string answer, bool isHealthy)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It is for a container of Linux.
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AnswerAsync(listener, answer);
        var check = JsonSerializer.Deserialize<string[]>(Values("HEALTHCHECK").Single().Split(" CMD ")[1])!;
        Assert.Equal(["bash", "-c"], check[..^1]);

        var (code, printed) = await ReadmeShell.TypeAsync(check[^1], ReadmePage.Root, new() { ["HEALTH_PORT"] = $"{((IPEndPoint)listener.LocalEndpoint).Port}" });

        Assert.True(code == 0 == isHealthy, printed);
        Assert.StartsWith("GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_not_healthy()
    {
        var check = JsonSerializer.Deserialize<string[]>(Values("HEALTHCHECK").Single().Split(" CMD ")[1])!;
        Assert.NotEqual(0, (await ReadmeShell.TypeAsync(check[^1], ReadmePage.Root, new() { ["HEALTH_PORT"] = "1" })).Code);
    }

    private static IEnumerable<string> Values(string key) =>
        Regex.Matches(Text, $"^{key} (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["value"].Value);

    private static async Task<string> AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var (asked, buffer) = ("", new byte[1024]);
        while (!asked.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is var read and > 0)
        {
            asked += Encoding.ASCII.GetString(buffer, 0, read);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Length > 0 ? $"{answer}\r\nConnection: close\r\n\r\n" : ""));
        return asked;
    }
}
