using System.Diagnostics;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

/// <summary>The program in real processes: killed, interrupted, and two at once.</summary>
public sealed class ProcessTests : IDisposable
{
    // Items that take long enough for a run of them to be met in the middle.
    private static readonly string[] Run = ["run", "patterns.wait", "--items", $"[{string.Join(',', Enumerable.Range(301, 30))}]", "--concurrency", "4", "--id", "night"];

    private static readonly string Results = string.Concat(Enumerable.Range(301, 30).Select(i => $"{i}\n"));

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_killed_run_goes_on_where_it_was()
    {
        using (var killed = new NodeProcess(data.Path, Run))
        {
            await killed.FirstLine;
            killed.Kill();
            Assert.NotEqual(ExitCode.Done, (await killed.EndAsync()).Code);
        }

        var before = (await NodeProcess.RunAsync(data.Path, "results", "night")).Out;
        Assert.StartsWith("{\"index\":", before, StringComparison.Ordinal);
        Assert.True(before.Split('\n').Length < 30, before);
        Assert.Contains("running", (await NodeProcess.RunAsync(data.Path, "runs")).Out, StringComparison.Ordinal);

        Assert.Equal((ExitCode.Done, Results), await ResultAsync(Run));
        Assert.StartsWith(before, (await NodeProcess.RunAsync(data.Path, "results", "night", "--as-completed")).Out, StringComparison.Ordinal);
        Assert.Contains("succeeded", (await NodeProcess.RunAsync(data.Path, "runs")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_prints_the_command_that_goes_on()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Another process cannot be sent Ctrl-C there.
        }

        using var interrupted = new NodeProcess(data.Path, Run);
        await interrupted.FirstLine;
        await interrupted.InterruptAsync();
        var (code, _, error) = await interrupted.EndAsync();

        Assert.Equal(ExitCode.Interrupted, code);
        var command = error.Split('\n').Single(line => line.StartsWith("to go on:  ", StringComparison.Ordinal))["to go on:  ".Length..];
        using var shell = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList = { "-c", command },
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["XDG_DATA_HOME"] = data.Path, ["PATH"] = $"{Path.GetDirectoryName(NodeProcess.Host)}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        Assert.Equal(Results, await shell.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task Of_two_processes_on_one_store_the_second_is_told()
    {
        using var first = new NodeProcess(data.Path, Run);
        await first.FirstLine;
        var (code, printed, error) = await NodeProcess.RunAsync(data.Path, "runs");
        Assert.Equal((ExitCode.Usage, ""), (code, printed));
        Assert.StartsWith($"error: The store '{Path.Combine(data.Path, "flyte", "flyte.db")}' is used by another process", error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, Results), (await first.EndAsync()) is var (done, results, _) ? (done, results) : default);
    }

    private async Task<(int Code, string Out)> ResultAsync(string[] args)
    {
        var (code, printed, _) = await NodeProcess.RunAsync(data.Path, args);
        return (code, printed);
    }
}
