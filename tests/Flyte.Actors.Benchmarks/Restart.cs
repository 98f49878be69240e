using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>What one kill and the start after it came to; times are from that start, in milliseconds.</summary>
internal sealed record Restart
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>When the first body ended.</summary>
    public required double FirstBodyMs { get; init; }

    /// <summary>When the first result of the new process was read.</summary>
    public required double FirstNewMs { get; init; }

    /// <summary>When the last result was read.</summary>
    public required double TotalMs { get; init; }

    /// <summary>The items that have no result.</summary>
    public required long Lost { get; init; }

    /// <summary>The items that have two results, or another one than was read before.</summary>
    public required long Twice { get; init; }

    /// <summary>The bodies that ran after the start.</summary>
    public required long Ran { get; init; }

    /// <summary>The bodies that ran more than once, each time after the first.</summary>
    public required long Rerun { get; init; }

    /// <summary>What was in flight at most, and one commit.</summary>
    public required long Allowed { get; init; }

    public static async Task<Restart> AfterKillAsync(int items, int concurrency, double killedAt)
    {
        using var folder = new TempFolder();
        var (_, killed) = await RunAsync(folder, items, concurrency, start: 1, from: 0, killedAt * items);
        var (started, said) = await RunAsync(folder, items, concurrency, start: 2, from: CountRead(folder, items), double.PositiveInfinity);
        using var before = RecoveryChild.Ran(folder.Path, items, 1);
        using var after = RecoveryChild.Ran(folder.Path, items, 2);
        return new Restart
        {
            FirstBodyMs = Since(RecoveryChild.FirstBody),
            FirstNewMs = Since(RecoveryChild.FirstNew),
            TotalMs = Since(RecoveryChild.LastRead),
            Lost = said[RecoveryChild.Lost],
            Twice = said[RecoveryChild.Twice],
            Ran = Sum(after, items),
            Rerun = Enumerable.Range(0, items).Sum(index => Math.Max(0L, before[index] + after[index] - 1)),
            Allowed = killed[RecoveryChild.Handed] + killed[RecoveryChild.Grown],
        };

        double Since(string word) => said.TryGetValue(word, out var at)
            ? Stopwatch.GetElapsedTime(started, at).TotalMilliseconds
            : throw new InvalidOperationException(
                $"Nothing was left to do when the process was killed at {killedAt:0%}: give more than {items} items by --items.");
    }

    /// <summary>Runs a process until its end, or kills it when so many items are done.</summary>
    /// <returns>When it was started, and the last of what it said by each word.</returns>
    private static async Task<(long Started, Dictionary<string, long> Said)> RunAsync(
        TempFolder folder, int items, int concurrency, int start, int from, double killAt)
    {
        await using var child = ChildProcess.Start(Limit, RecoveryChild.Name, Text(items), Text(concurrency), folder.Path, Text(start), Text(from));
        var said = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var (word, number) in child.LinesAsync())
        {
            said[word] = number;
            if (said.GetValueOrDefault(RecoveryChild.Done) >= killAt)
            {
                await child.KillAsync();
                break;
            }
        }

        return (child.Started, said);
    }

    private static int CountRead(TempFolder folder, int items)
    {
        using var read = RecoveryChild.Read(folder.Path, items);
        return Sum(read, items);
    }

    private static int Sum(Marks marks, int items) => Enumerable.Range(0, items).Sum(index => marks[index]);

    private static string Text(int number) => FormattableString.Invariant($"{number}");
}
