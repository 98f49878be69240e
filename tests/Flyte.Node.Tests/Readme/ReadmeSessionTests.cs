using System.Diagnostics;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The run of the page that is killed and goes on, in a shell and real processes.</summary>
public sealed class ReadmeSessionTests : IDisposable
{
    private const string Executable = "src/Flyte.Node/bin/Release/net10.0/Flyte.Node";
    private const string Data = "/home/you/.local/share";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

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
        Assert.StartsWith($"flyte={Executable}\n", session.Text, StringComparison.Ordinal);
        var program = $"{NodeProcess.Host} {Path.Combine(AppContext.BaseDirectory, "Flyte.Node.dll")}";
        using var shell = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList = { "-e", "-c", $"exec 2>&1\n{session.Text.Replace($"flyte={Executable}", $"flyte='{program}'", StringComparison.Ordinal)}" },
            WorkingDirectory = directory.Path,
            Environment = { ["XDG_DATA_HOME"] = directory.Path },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var printed = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await shell.WaitForExitAsync().WaitAsync(Patience);

        Assert.True(shell.ExitCode == 0, printed);
        var named = printed.Split('\'').FirstOrDefault(part => part.EndsWith(" resume night", StringComparison.Ordinal))?[..^" resume night".Length] ?? "";
        Assert.NotEmpty(named);
        ReadmeOutput.AssertShows(
            session.Output!,
            printed.Replace(named, Executable, StringComparison.Ordinal).Replace(directory.Path, Data, StringComparison.Ordinal));
    }
}
