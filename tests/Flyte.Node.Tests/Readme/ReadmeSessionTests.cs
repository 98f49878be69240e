using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The run of the page that is killed and goes on, in a shell and real processes.</summary>
public sealed class ReadmeSessionTests : IDisposable
{
    private const string Data = "/home/you/.local/share";

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task It_prints_what_the_page_says()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It is for a POSIX shell.
        }

        var session = Assert.Single(ReadmePage.Blocks, block => block is { Section: "Killed, and resumed", Language: "sh" });
        var printed = await ReadmeShell.RunAsync(session.Text, directory.Path, directory.Path);

        var named = printed.Split('\'').FirstOrDefault(part => part.EndsWith(" resume night", StringComparison.Ordinal))?[..^" resume night".Length] ?? "";
        Assert.NotEmpty(named);
        ReadmeOutput.AssertShows(
            session.Output!,
            printed.Replace(named, ReadmeShell.Executable, StringComparison.Ordinal).Replace(directory.Path, Data, StringComparison.Ordinal));
    }
}
