using System.Diagnostics;
using System.Globalization;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Support;

/// <summary>The program Flyte.Actors.Victim in a process of its own, which ends with this one.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process process;

    /// <param name="store">Where it records.</param>
    /// <param name="diary">Where it notes what it does.</param>
    /// <param name="parts">How much there is to do.</param>
    /// <param name="announce">It says 'reached' when so many bodies have begun.</param>
    /// <param name="starts">Whether it submits the run, and does not only go on with it.</param>
    internal VictimProcess(string store, string diary, int parts, int announce, bool starts)
        : this(
        [
            store, diary, parts.ToString(CultureInfo.InvariantCulture), announce.ToString(CultureInfo.InvariantCulture),
            .. starts ? new[] { "start" } : [],
        ])
    {
    }

    /// <param name="arguments">What the program is given.</param>
    internal VictimProcess(string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(Host, [typeof(Work).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What runs the program.</summary>
    internal static string Host =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>All that it wrote to its standard error, once it has ended.</summary>
    internal Task<string> Errors { get; }

    /// <summary>All that it says until it ends.</summary>
    internal async Task<string> AllAsync()
    {
        var said = await process.StandardOutput.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        return said;
    }

    /// <summary>Reads what it says up to a line that begins so, and returns the rest of that.</summary>
    internal async Task<string> UntilAsync(string word)
    {
        while (await process.StandardOutput.ReadLineAsync().Soon() is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..];
            }
        }

        throw new InvalidOperationException($"The victim ended before it said '{word}': {await Errors.Soon()}");
    }

    /// <summary>Ends it by SIGKILL.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().Soon();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
