using System.Globalization;

namespace Flyte.Actors.Victim;

/// <summary>
/// A root task of many items, which map, gather, chain, and take what is done first. What it comes to is the same however often
/// it was interrupted.
/// </summary>
public sealed class Work
{
    /// <summary>The items of one part.</summary>
    public const int PartSize = Mapped + Gathered + Chained + Raced;

    private const int Mapped = 400;
    private const int Gathered = 50;
    private const int Chained = 20;
    private const int Raced = 30;

    private const int Failing = 97;
    private const int FailingOnce = 89;
    private const int Sleeping = 61;

    private readonly Action<Deed, int, int> note;
    private readonly FlyteTask<int, long> leaf;
    private readonly FlyteTask<int, int, string> part;

    /// <param name="note">Told of every body that begins, and of every result that its caller gets.</param>
    public Work(Action<Deed, int, int> note)
    {
        this.note = note;
        leaf = Env.Task<int, long>("leaf", LeafAsync, o => o with { Retries = 1 });
        part = Env.Task<int, int, string>("part", PartAsync);
        Main = Env.Task("main", async (int parts) =>
        {
            var lines = new List<string>();
            await foreach (var line in part.MapAsync(Enumerable.Range(0, parts), Enumerable.Repeat(PartSize, parts), concurrency: 8))
            {
                lines.Add(line.Value);
            }

            return lines;
        });
    }

    /// <summary>All its tasks.</summary>
    public TaskEnvironment Env { get; } = new("work");

    /// <summary>The root task, of so many parts.</summary>
    public FlyteTask<int, List<string>> Main { get; }

    private async Task<long> LeafAsync(int item, TaskContext context)
    {
        note(Deed.Started, context.Attempt, item);
        if (item % Sleeping == 0)
        {
            await Task.Delay(1, context.CancellationToken);
        }

        return item % Failing == 0 ? throw new InvalidOperationException("It never works.")
            : item % FailingOnce == 0 && context.Attempt == 1 ? throw new InvalidOperationException("It works next time.")
            : 31L * item + 7;
    }

    private async Task<string> PartAsync(int number, int size)
    {
        var next = number * size;
        var mapped = await MapAsync(leaf.MapAsync(Take(ref next, Mapped)), next - Mapped);
        var raced = MapAsync(leaf.MapAsync(Take(ref next, Raced), concurrency: 7).AsCompleted(), next - Raced);
        var gathered = await Task.WhenAll(Take(ref next, Gathered).Select(CallAsync));
        var chained = 0L;
        for (var i = 0; i < Chained; i++)
        {
            chained = 17 * chained + await CallAsync(next + i);
        }

        var sums = new[] { mapped, gathered.Aggregate(0L, (a, b) => 3 * a + b), chained, await raced };
        return $"{number.ToString(CultureInfo.InvariantCulture)}: {string.Join(' ', sums)}";
    }

    private static int[] Take(ref int next, int count)
    {
        var first = next;
        next += count;
        return [.. Enumerable.Range(first, count)];
    }

    // A sum that does not depend on the order, for they come as they are done.
    private async Task<long> MapAsync(MapStream<long> map, int first)
    {
        var sum = 0L;
        await foreach (var result in map)
        {
            note(Deed.Shown, 0, first + result.Index);
            sum += (result.Index + 1) * Value(result);
        }

        return sum;
    }

    private async Task<long> CallAsync(int item)
    {
        var result = (await Gather.ResultsAsync([leaf.CallAsync(item)]))[0];
        note(Deed.Shown, 0, item);
        return Value(result);
    }

    // Not the attempts: one that the end of the process cut off may be counted as made.
    private static long Value(ItemResult<long> result) => result.Error is { } error ? error.Message.Length : result.Value;
}
