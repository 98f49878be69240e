using System.Diagnostics;

namespace Flyte.Actors.Tests.Support;

/// <summary>A process whose lines are heard as it says them.</summary>
internal static class LineProcess
{
    /// <param name="command">The program and what it is given.</param>
    /// <param name="onLine">Hears each line of its output and of its errors.</param>
    internal static Process Start(IReadOnlyList<string> command, Action<string> onLine)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += OnLine;
        process.ErrorDataReceived += OnLine;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void OnLine(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } said)
            {
                onLine(said);
            }
        }
    }
}
