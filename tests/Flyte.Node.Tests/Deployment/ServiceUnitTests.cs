using System.Diagnostics;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Readme;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Deployment;

/// <summary>The unit of systemd that comes with the program.</summary>
public sealed class ServiceUnitTests : IDisposable
{
    private const string Program = "/opt/flyte/flyte";

    private readonly TempDirectory directory = new();
    private readonly string text = File.ReadAllText(Path.Combine(ReadmePage.Root, "config/flyte.service"));

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_program_understands_what_it_is_started_with()
    {
        var command = Values("ExecStart").Single().Split(' ');
        var parsed = CommandLine.Parse(command[1..], new TestConsole().Open(), new RuntimeSource([]));

        Assert.Equal(Program, command[0]);
        Assert.IsType<ServeCommand>(parsed.CommandResult.Command);
        Assert.Empty(parsed.Errors);
        Assert.Contains($"--tool-path {Path.GetDirectoryName(Program)} ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_given_up_is_started_again() => Assert.Equal([$"{ExitCode.Restart}"], Values("RestartForceExitStatus"));

    [Fact]
    public void There_is_time_to_leave() =>
        Assert.True(TimeSpan.FromSeconds(int.Parse(Values("TimeoutStopSec").Single(), System.Globalization.CultureInfo.InvariantCulture)) > new Actors.FlyteCluster().DrainGrace);

    [SystemdFact]
    public async Task Systemd_has_nothing_against_it()
    {
        // The program is not there, and nobody reads a manual.
        var unit = directory.Write("flyte.service", text.Replace($"ExecStart={Program}", "ExecStart=/bin/sh", StringComparison.Ordinal));

        Assert.Equal((0, ""), await AnalyzeAsync("verify", "--man=no", unit));
    }

    [SystemdFact]
    public async Task Little_is_exposed()
    {
        var unit = directory.Write("flyte.service", text);
        var (code, printed) = await AnalyzeAsync("security", "--offline=true", "--threshold=15", unit);
        Assert.True(code == 0, printed);
    }

    private IEnumerable<string> Values(string key) =>
        text.Split('\n').Where(line => line.StartsWith($"{key}=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);

    private static async Task<(int Code, string Printed)> AnalyzeAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed + await error);
    }
}

/// <summary>A test that needs the tools of systemd.</summary>
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "systemd-analyze")))
        ? null
        : "There is no systemd-analyze on this machine.";
}
