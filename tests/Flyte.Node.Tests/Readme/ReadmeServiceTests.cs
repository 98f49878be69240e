using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The service of the page, typed in a shell: it is killed in the middle of a run, and started again.</summary>
public sealed class ReadmeServiceTests : IDisposable
{
    private const string Port = "8080";

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task It_prints_what_the_page_says()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It is for a POSIX shell.
        }

        var session = Assert.Single(ReadmePage.Blocks, block => block is { Section: "As a service", Language: "sh" });
        var port = Free();

        var printed = await ReadmeShell.RunAsync(session.Text.Replace(Port, port, StringComparison.Ordinal), directory.Path, directory.Path);

        ReadmeOutput.AssertShows(session.Output!, printed.Replace(directory.Path, "/home/you", StringComparison.Ordinal).Replace(port, Port, StringComparison.Ordinal));
    }

    private static string Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
