using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>What it came to when a node joined in the middle of a map.</summary>
internal sealed record Join
{
    private const double Enough = 0.8;
    private const int Nodes = 3;
    private const int RoundsBefore = 50;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>The results of the map.</summary>
    public required int Items { get; init; }

    /// <summary>How long it took.</summary>
    public required double TotalMs { get; init; }

    /// <summary>When the first body began on the node, from when that was up.</summary>
    public required double FirstBodyMs { get; init; }

    /// <summary>When it ran 80 % of its share, from when it was up; as long as it was watched if it never did.</summary>
    public required double ShareMs { get; init; }

    /// <summary>How many bodies ran on the node at a time in the last second.</summary>
    public required double BodiesAtEnd { get; init; }

    /// <summary>How many bodies are the share of each node.</summary>
    public static double ShareOf(int concurrency) => (double)concurrency / Nodes;

    /// <summary>Starts a map on two nodes, has a third one join, and sees what that gets.</summary>
    public static async Task<Join> MeasureAsync(Fleet fleet, FlyteRuntime home, NodeTasks tasks, int concurrency)
    {
        var isOver = false;
        var isUnderway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = Stopwatch.GetTimestamp();
        var reading = ReadAsync(home, tasks, Inputs(() => Volatile.Read(ref isOver)), concurrency, isUnderway);
        await Task.WhenAny(isUnderway.Task, reading);
        var heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        home.System.ActorOf(UpWatch.Props(heard));
        var node = await fleet.JoinAsync();
        var up = Math.Min(node.UpAt, await heard.Task);
        await Task.Delay(Watched);
        Volatile.Write(ref isOver, true);
        var ran = await reading;
        var total = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        List<Ran> there = [.. ran.Where(body => body.Process == node.Id)];
        var end = up + Ticks(Watched);
        return new Join
        {
            Items = ran.Count,
            TotalMs = total,
            FirstBodyMs = Stopwatch.GetElapsedTime(up, there.Select(body => body.From).DefaultIfEmpty(end).Min()).TotalMilliseconds,
            ShareMs = ShareMsOf(there, up, end, ShareOf(concurrency)),
            BodiesAtEnd = AtOnce(there, end - Stopwatch.Frequency, end),
        };
    }

    private static async Task<List<Ran>> ReadAsync(
        FlyteRuntime home, NodeTasks tasks, IEnumerable<int> inputs, int concurrency, TaskCompletionSource isUnderway)
    {
        var ran = new List<Ran>();
        var tally = new ExactTally();
        await foreach (var result in home.Map(tasks.Wait.MapAsync(inputs, concurrency).AsCompleted()))
        {
            tally.Add(result);
            ran.Add(result.Value);
            if (ran.Count == RoundsBefore * concurrency)
            {
                isUnderway.SetResult();
            }
        }

        tally.CheckAll(ran.Count);
        return ran;
    }

    private static IEnumerable<int> Inputs(Func<bool> isOver)
    {
        for (var item = 1; !isOver(); item++)
        {
            yield return item;
        }
    }

    // What counts is the mean of a tenth of a second, at its end.
    private static double ShareMsOf(List<Ran> there, long up, long end, double share)
    {
        for (var from = up; from + Ticks(Window) < end; from += Ticks(Step))
        {
            if (AtOnce(there, from, from + Ticks(Window)) >= Enough * share)
            {
                return Stopwatch.GetElapsedTime(up, from + Ticks(Window)).TotalMilliseconds;
            }
        }

        return Watched.TotalMilliseconds;
    }

    private static double AtOnce(List<Ran> bodies, long from, long to) =>
        bodies.Sum(body => body.Within(from, to).Ticks) / (double)Stopwatch.GetElapsedTime(from, to).Ticks;

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
