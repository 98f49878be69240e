using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>What is left after a process was killed, and how soon it goes on.</summary>
internal sealed class Recovery : Benchmark
{
    private const double KilledAt = 0.6;
    private const double FirstMs = 1200;
    private const int Repetitions = 3;
    private const int Events = 50_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(25);

    public override string Name => "recovery";

    public override string Work => "a recorded map whose process is killed when 60 % of its results were read, and started again";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = settings.Items ?? 1_000_000;
        var concurrency = settings.Concurrency ?? 64;
        var started = Stopwatch.GetTimestamp();
        var restarts = new List<Restart>();
        while (restarts.Count < (settings.Repetitions ?? Repetitions) && Stopwatch.GetElapsedTime(started) < Enough)
        {
            restarts.Add(await Restart.AfterKillAsync(items, concurrency, KilledAt));
        }

        var ours = RowOf(restarts, items, concurrency);
        var peer = await ReplayAsync(Math.Min(Events, items));
        return new Report([ours, peer], [.. Goals(ours, restarts)], [.. Notes(ours, peer, restarts)]);
    }

    private Row RowOf(List<Restart> restarts, int items, int concurrency)
    {
        var median = Measurement.Median(restarts.Select(restart => restart.TotalMs));
        return new Row
        {
            Bench = Name,
            Subject = Subject.Flyte,
            Items = items,
            Concurrency = concurrency,
            MedianMs = Math.Round(median, 1),
            ItemsPerSecond = (long)(Measurement.Median(restarts.Select(restart => (double)restart.Ran)) / median * 1000),
            FirstItemMs = Math.Round(Measurement.Median(restarts.Select(restart => restart.FirstNewMs)), 1),
            Lost = restarts.Max(restart => restart.Lost),
            RecordedTwice = restarts.Max(restart => restart.Twice),
            Rerun = restarts.Max(restart => restart.Rerun),
        };
    }

    private async Task<Row> ReplayAsync(int events)
    {
        const string id = "replayed";
        using var folder = new TempFolder();
        await using var peer = PersistPeer.OnSqlite(folder.File("persist.db"));
        await peer.FillAsync(id, events);
        await peer.ReplayAsync(id);
        var started = Stopwatch.GetTimestamp();
        DurableMap.Counted(PersistPeer.Name, events)(await peer.ReplayAsync(id));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new Row
        {
            Bench = Name,
            Subject = PersistPeer.Name,
            Case = "replay",
            Items = events,
            Concurrency = 1,
            MedianMs = Math.Round(elapsed.TotalMilliseconds, 1),
            ItemsPerSecond = (long)(events / elapsed.TotalSeconds),
            DoesNot = "anything but to recover, in a process that is warm",
        };
    }

    private static IEnumerable<Goal> Goals(Row ours, List<Restart> restarts)
    {
        var worst = restarts.MaxBy(restart => (double)restart.Rerun / Math.Max(1, restart.Allowed))!;
        return
        [
            Goal.Under("first new result after the start of the process, cold", ours.FirstItemMs ?? double.NaN, FirstMs, "ms"),
            Goal.AtMost("lost", ours.Lost ?? -1, 0),
            Goal.AtMost("recorded twice", ours.RecordedTwice ?? -1, 0),
            Goal.AtMost("run again, at most what was in flight and one commit", worst.Rerun, worst.Allowed),
        ];
    }

    private static IEnumerable<string> Notes(Row ours, Row peer, List<Restart> restarts) =>
    [
        FormattableString.Invariant($"{restarts.Count} kills; the speed of 'flyte' is that of the new results, from the second start of the process to the last of them"),
        FormattableString.Invariant($"after that start the first body ended at {Measurement.Median(restarts.Select(restart => restart.FirstBodyMs)):#,0} ms, and its result was read at {ours.FirstItemMs:#,0} ms"),
        FormattableString.Invariant($"in flight: what the run showed as handed out at most; a commit: the most that it recorded between two looks 2 ms apart"),
        FormattableString.Invariant($"the replay of {KilledAt * ours.Items:#,0} single events would take {KilledAt * ours.Items / peer.ItemsPerSecond * 1000:#,0} ms"),
    ];
}
