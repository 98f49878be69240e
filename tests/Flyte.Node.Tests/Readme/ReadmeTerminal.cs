using System.Diagnostics;
using System.Text;

namespace Flyte.Node.Tests.Readme;

/// <summary>A shell that does what is typed into it; it and all that it has started are killed with the test.</summary>
internal sealed class ReadmeTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process shell;
    private readonly StringBuilder text = new();
    private readonly Task read;
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="script">What is typed, in a file: in an argument, it would be found where processes are looked for by theirs.</param>
    /// <param name="directory">Where it works, and where its user's data is.</param>
    /// <param name="store">The database in the place of the page's.</param>
    internal ReadmeTerminal(string script, string directory, string store)
    {
        shell = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", "exec 2>&1; . \"$0\"", script },
            WorkingDirectory = directory,
            Environment = { ["XDG_DATA_HOME"] = directory, ["FLYTE__RUNTIME__STORE"] = store },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        read = ReadAsync();
    }

    /// <summary>What is on it so far.</summary>
    internal string Text
    {
        get
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Waits for a part of what it shows.</summary>
    internal async Task SaysAsync(string part)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (true)
        {
            var (next, isOver) = (more.Task, read.IsCompleted);
            if (Text.Contains(part, StringComparison.Ordinal))
            {
                return;
            }

            Assert.False(isOver, $"It has ended without '{part}': {Text}");
            await Task.WhenAny(next, read).WaitAsync(bound.Token);
        }
    }

    /// <summary>Waits until all that was typed is done.</summary>
    /// <returns>The exit code of the last command.</returns>
    internal async Task<int> EndAsync()
    {
        await read.WaitAsync(Patience);
        await shell.WaitForExitAsync().WaitAsync(Patience);
        return shell.ExitCode;
    }

    public void Dispose()
    {
        shell.Kill(entireProcessTree: true);
        shell.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await shell.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }

            Interlocked.Exchange(ref more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
