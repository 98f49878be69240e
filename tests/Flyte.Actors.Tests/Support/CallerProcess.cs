using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Support;

/// <summary>A <see cref="Caller"/> in a process of its own, which ends with this one.</summary>
internal sealed class CallerProcess : IDisposable
{
    private readonly Process process;
    private readonly Said said = new();

    /// <param name="seeds">The addresses of the nodes.</param>
    /// <param name="host">Where it is.</param>
    /// <param name="enter">The beginning of a command that goes on in its network.</param>
    /// <param name="items">How many items its run has.</param>
    /// <param name="concurrency">How many of them run at once.</param>
    /// <param name="stableAfter">As the nodes have it.</param>
    internal CallerProcess(IEnumerable<string> seeds, string host, IReadOnlyList<string> enter, int items, int concurrency, TimeSpan stableAfter)
    {
        string[] command =
        [
            .. enter, VictimProcess.Host, typeof(Caller).Assembly.Location, Caller.Word, string.Join(',', seeds), host,
            items.ToString(CultureInfo.InvariantCulture), concurrency.ToString(CultureInfo.InvariantCulture), stableAfter.ToString("c", CultureInfo.InvariantCulture),
        ];
        process = LineProcess.Start(command, said.Add);
    }

    /// <summary>All that it has said.</summary>
    internal IReadOnlyList<string> All => said.All;

    /// <summary>Waits until it says a word, or has said it, and returns what follows on the line.</summary>
    internal async Task<string> SaysAsync(string word, TimeSpan? longest = null)
    {
        var line = await said.UntilAsync(line => line == word || line.StartsWith(word + " ", StringComparison.Ordinal)).WaitAsync(longest ?? 2 * Patience.Bound);
        return line[word.Length..].Trim();
    }

    /// <summary>The address of the node that holds its run.</summary>
    internal async Task<string> HolderAsync()
    {
        await process.StandardInput.WriteLineAsync(Caller.Holder);
        await process.StandardInput.FlushAsync();
        return await SaysAsync(Caller.Holder);
    }

    /// <summary>The results of its run, when that has ended.</summary>
    internal async Task<List<long>> ResultsAsync(TimeSpan longest) => JsonSerializer.Deserialize<List<long>>(await SaysAsync("results", longest))!;

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
