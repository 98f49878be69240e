using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>The process that is killed, and the one after it. Both do what a program would: they submit the map and read it.</summary>
/// <param name="items">How many items the map has.</param>
/// <param name="concurrency">How many of them at once.</param>
/// <param name="folder">Where the store and the notes are.</param>
/// <param name="start">1 for the process that is killed, 2 for the one after it.</param>
/// <param name="from">How many results its forerunner has read.</param>
/// <param name="output">Where its figures go.</param>
internal sealed class RecoveryChild(int items, int concurrency, string folder, int start, int from, ChildOutput output)
{
    public const string Name = "recovery";
    public const string Done = "done";
    public const string Handed = "handed";
    public const string Grown = "grown";
    public const string FirstBody = "first-body";
    public const string FirstNew = "first-new";
    public const string LastRead = "last-read";
    public const string Lost = "lost";
    public const string Twice = "twice";
    private const string Id = "recovery";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private int bodies;

    /// <summary>The notes of the bodies that ended in one of the processes.</summary>
    public static Marks Ran(string folder, int items, int start) => new(Path.Combine(folder, FormattableString.Invariant($"ran-{start}")), items);

    /// <summary>The notes of the results that were read.</summary>
    public static Marks Read(string folder, int items) => new(Path.Combine(folder, "read"), items);

    public async Task RunAsync()
    {
        using var ran = Ran(folder, items, start);
        using var read = Read(folder, items);
        var environment = new TaskEnvironment("benchmarks");
        var task = environment.Task("item", (int item) => Body(ran, item));
        await using var flyte = await FlyteRuntime.StartAsync(Stores.Sqlite(Path.Combine(folder, "flyte.db")), environment);
        var run = await flyte.SubmitAsync(task.MapAsync(Check.Inputs(items), concurrency), new RunOptions { Id = Id });
        if (start == 1)
        {
            await Task.WhenAll(ReadFirstAsync(run, read), WatchAsync(run));
        }
        else
        {
            await ReadRestAsync(run);
            await CountAsync(run, read);
        }
    }

    private Result Body(Marks ran, int item)
    {
        ran.Add(item - 1);
        if (Volatile.Read(ref bodies) == 0 && Interlocked.Exchange(ref bodies, 1) == 0)
        {
            output.Say(FirstBody, Stopwatch.GetTimestamp());
        }

        return new Result(item, start);
    }

    private static async Task ReadFirstAsync(RunHandle<Result> run, Marks read)
    {
        await foreach (var result in run.ResultsAsync(asCompleted: true))
        {
            read.Add(result.Index);
        }
    }

    /// <summary>Tells how much is handed out at most, and how much is recorded between two looks.</summary>
    private async Task WatchAsync(RunHandle<Result> run)
    {
        var (handed, grown, done) = (0, 0, 0);
        while (done < items)
        {
            var counts = (await run.GetInfoAsync()).Items;
            (handed, grown, done) = (Math.Max(handed, counts.Running), Math.Max(grown, counts.Done - done), counts.Done);
            output.Say(Handed, handed);
            output.Say(Grown, grown);
            output.Say(Done, done);
            await Task.Delay(Interval);
        }
    }

    private async Task ReadRestAsync(RunHandle<Result> run)
    {
        var isNew = false;
        await foreach (var result in run.ResultsAsync(asCompleted: true, from))
        {
            if (!isNew && result.Value.Start == start)
            {
                isNew = true;
                output.Say(FirstNew, Stopwatch.GetTimestamp());
            }
        }

        output.Say(LastRead, Stopwatch.GetTimestamp());
    }

    /// <summary>Reads all once more. A result that was read before and comes from this process now was recorded twice, too.</summary>
    private async Task CountAsync(RunHandle<Result> run, Marks read)
    {
        var found = new int[items];
        var changed = 0;
        await foreach (var result in run.ResultsAsync(asCompleted: true))
        {
            if (result.Value.Item != result.Index + 1)
            {
                throw new InvalidOperationException($"Item {result.Index} came to the result of input {result.Value.Item}.");
            }

            found[result.Index]++;
            changed += read[result.Index] > 0 && result.Value.Start != 1 ? 1 : 0;
        }

        output.Say(Lost, found.Count(times => times == 0));
        output.Say(Twice, found.Count(times => times > 1) + changed);
    }

    /// <summary>A result that tells which process it comes from.</summary>
    internal sealed record Result(int Item, int Start);
}
