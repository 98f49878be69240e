using System.Diagnostics;
using System.Globalization;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>A client of a cluster in a process of its own, another one when that ends. The last one ends with this process.</summary>
internal sealed class ChaosCallers : IDisposable
{
    private readonly IReadOnlyList<string> command;
    private readonly ChaosClient client;
    private readonly Action<string> note;
    private readonly Lock gate = new();
    private Process current;
    private bool isEnding;

    /// <param name="seeds">The addresses of the nodes.</param>
    /// <param name="host">Where it is.</param>
    /// <param name="enter">The beginning of a command that goes on in its network.</param>
    /// <param name="stableAfter">As the nodes have it.</param>
    /// <param name="client">Asks it.</param>
    /// <param name="note">Told what it says beside its answers.</param>
    internal ChaosCallers(IEnumerable<string> seeds, string host, IReadOnlyList<string> enter, TimeSpan stableAfter, ChaosClient client, Action<string> note)
    {
        command =
        [
            .. enter, VictimProcess.Host, typeof(ChaosCaller).Assembly.Location, ChaosCaller.Word, string.Join(',', seeds), host,
            stableAfter.ToString("c", CultureInfo.InvariantCulture),
        ];
        (this.client, this.note) = (client, note);
        current = Start();
    }

    public void Dispose()
    {
        lock (gate)
        {
            isEnding = true;
        }

        current.Kill();
        current.WaitForExit();
        current.Dispose();
    }

    private Process Start()
    {
        var process = LineProcess.Start(command, Hear);
        client.Connect(line => Tell(process, line));
        _ = WatchAsync(process);
        return process;
    }

    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        lock (gate)
        {
            if (!isEnding)
            {
                note("the client ended and is started again");
                process.Dispose();
                current = Start();
            }
        }
    }

    private void Hear(string line)
    {
        if (line.StartsWith(ChaosDoor.Mark, StringComparison.Ordinal))
        {
            client.Hear(line[ChaosDoor.Mark.Length..]);
        }
        else
        {
            note($"the client says: {line}");
        }
    }

    private static void Tell(Process process, string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended; the next one is told.
        }
    }
}
