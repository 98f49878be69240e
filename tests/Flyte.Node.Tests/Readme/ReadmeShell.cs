using System.Diagnostics;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>Runs commands of the page in a shell, with the program that was built with the tests.</summary>
internal static class ReadmeShell
{
    internal const string Executable = "src/Flyte.Node/bin/Release/net10.0/Flyte.Node";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs the commands of a block up to the first that fails.</summary>
    /// <param name="commands">The block, which begins with the program's path.</param>
    /// <param name="directory">Where they are run.</param>
    /// <param name="data">The data folder of the user.</param>
    /// <returns>What they print, errors included.</returns>
    internal static async Task<string> RunAsync(string commands, string directory, string data)
    {
        Assert.StartsWith($"flyte={Executable}\n", commands, StringComparison.Ordinal);
        var program = $"{NodeProcess.Host} {Path.Combine(AppContext.BaseDirectory, "Flyte.Node.dll")}";
        var (code, printed) = await TypeAsync(
            commands.Replace($"flyte={Executable}", $"flyte='{program}'", StringComparison.Ordinal), directory, new() { ["XDG_DATA_HOME"] = data });
        Assert.True(code == 0, printed);
        return printed;
    }

    /// <summary>Runs commands up to the first that fails.</summary>
    /// <param name="commands">What is typed.</param>
    /// <param name="directory">Where they are run.</param>
    /// <param name="variables">Environment variables; those that are null are taken away.</param>
    /// <returns>The exit code, and what they print, errors included.</returns>
    internal static async Task<(int Code, string Printed)> TypeAsync(string commands, string directory, Dictionary<string, string?> variables)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-e", "-c", $"exec 2>&1\n{commands}" },
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var shell = Process.Start(start)!;
        try
        {
            var printed = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await shell.WaitForExitAsync().WaitAsync(Patience);
            return (shell.ExitCode, printed);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }
}
