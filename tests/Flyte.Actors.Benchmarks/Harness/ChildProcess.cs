using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Flyte.Actors.Benchmarks;

/// <summary>This program once more, in a process of its own that can be measured or killed. It says lines of a word and a number.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string arguments;
    private readonly CancellationTokenSource timeout;

    private ChildProcess(Process process, string arguments, TimeSpan limit)
    {
        this.process = process;
        this.arguments = arguments;
        timeout = new CancellationTokenSource(limit);
    }

    /// <summary>The timestamp before it was started; of a clock that is the same for all processes.</summary>
    public long Started { get; private init; }

    /// <summary>The id that the system knows it by.</summary>
    public int Id => process.Id;

    public static ChildProcess Start(TimeSpan limit, params string[] arguments)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("It is not known where this program is.");
        var isHost = Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] all = [.. isHost ? new[] { Assembly.GetExecutingAssembly().Location } : [], ChildCommand.Verb, .. arguments];
        var start = new ProcessStartInfo(path, all) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        var started = Stopwatch.GetTimestamp();
        var child = Process.Start(start) ?? throw new InvalidOperationException($"'{path}' could not be started.");
        return new ChildProcess(child, string.Join(' ', arguments), limit) { Started = started };
    }

    /// <summary>What it says, until its end.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async IAsyncEnumerable<(string Word, long Number)> LinesAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            yield return (line[..space], long.Parse(line.AsSpan(space + 1), NumberStyles.Integer, CultureInfo.InvariantCulture));
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The process '{arguments}' ended with exit code {process.ExitCode}: see its standard error.");
        }
    }

    /// <summary>Ends it without a warning, by SIGKILL where there is such a thing.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        timeout.Dispose();
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The process '{arguments}' took too long.", e);
        }
    }
}
