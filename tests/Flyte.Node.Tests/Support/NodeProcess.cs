using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Flyte.Node.Tests.Support;

/// <summary>The program in a process of its own, which signals reach; it is killed with the test.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Task<string> error;
    private readonly Task ended;
    private readonly TaskCompletionSource firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="data">The data folder of its user.</param>
    /// <param name="args">The command line.</param>
    internal NodeProcess(string data, params string[] args)
        : this(data, AppContext.BaseDirectory, args)
    {
    }

    private NodeProcess(string data, string directory, string[] args)
    {
        var start = new ProcessStartInfo { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        string[] command = [Host, Path.Combine(AppContext.BaseDirectory, "Flyte.Node.dll"), .. args];

        // Tests that run in the background of a shell have inherited that Ctrl-C is ignored.
        string[] whole = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. command] : command;
        start.FileName = whole[0];
        whole.Skip(1).ToList().ForEach(start.ArgumentList.Add);
        start.Environment["XDG_DATA_HOME"] = data;
        process = Process.Start(start)!;
        error = process.StandardError.ReadToEndAsync();
        ended = ReadAsync();
    }

    internal static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) is "dotnet" ? path : "dotnet";

    /// <summary>How many files and connections it has open.</summary>
    internal int Handles => Now.HandleCount;

    /// <summary>How many bytes of memory it has in use.</summary>
    internal long Memory => Now.WorkingSet64;

    /// <summary>Gets the first result.</summary>
    internal Task FirstLine => firstLine.Task.WaitAsync(Patience);

    private Process Now
    {
        get
        {
            process.Refresh();
            return process;
        }
    }

    /// <summary>Runs it to its end.</summary>
    internal static Task<(int Code, string Out, string Error)> RunAsync(string data, params string[] args) =>
        RunInAsync(AppContext.BaseDirectory, data, args);

    /// <summary>Runs it to its end in a directory.</summary>
    internal static async Task<(int Code, string Out, string Error)> RunInAsync(string directory, string data, params string[] args)
    {
        using var node = new NodeProcess(data, directory, args);
        return await node.EndAsync();
    }

    internal void Kill() => process.Kill();

    /// <summary>As Ctrl-C does.</summary>
    internal Task InterruptAsync() => SignalAsync("-INT");

    /// <summary>As a service manager does.</summary>
    internal Task TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Waits for a line that begins so, and gives the whole of it.</summary>
    internal async Task<string> LineAsync(string start)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            string text;
            lock (output)
            {
                text = output.ToString();
            }

            if (text.Split('\n').SkipLast(1).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            Assert.False(ended.IsCompleted || bound.IsCancellationRequested, $"It has not said '{start}', but: {text} {(ended.IsCompleted ? await error : "")}");
            await Task.Yield();
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    internal async Task<(int Code, string Out, string Error)> EndAsync()
    {
        await ended.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, output.ToString(), await error);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }

            firstLine.TrySetResult();
        }

        firstLine.TrySetException(new InvalidOperationException("It ended without a line."));
        _ = firstLine.Task.Exception;
    }
}
