namespace Flyte.Actors.Victim.Chaos;

/// <summary>Tasks whose results follow from their inputs, and the runs that are made of them.</summary>
public sealed class ChaosWork
{
    /// <summary>How often an item that fails is tried again.</summary>
    public const int Retries = 2;

    private const int Rows = 4;
    private const int RowSize = 12;
    private const int Links = 6;
    private const int Gathered = 5;
    private const int Keys = 400;
    private const int Failing = 11;
    private const int FailingOnce = 7;

    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(400);

    private readonly Action<bool, TaskContext> note;
    private readonly FlyteTask<int, long> leaf;
    private readonly FlyteTask<int, long> busy;
    private readonly FlyteTask<int, long> flaky;
    private readonly FlyteTask<int, long> known;
    private readonly FlyteTask<int, long> slow;
    private readonly FlyteTask<int, long> row;
    private readonly FlyteTask<int, long> nest;
    private readonly FlyteTask<int, long> chain;

    /// <param name="note">Told of every body that begins (true) and ends (false).</param>
    public ChaosWork(Action<bool, TaskContext> note)
    {
        this.note = note;
        leaf = Env.Task<int, long>("leaf", (x, body) => NotedAsync(body, () => LeafAsync(x, body)));
        slow = Env.Task<int, long>("slow", (x, body) => NotedAsync(body, () => SlowAsync(x, body)));
        known = Env.Task<int, long>("known", (x, body) => NotedAsync(body, () => LeafAsync(x, body)), o => o with { Cache = Cache.Auto with { Version = "1" } });
        flaky = Env.Task<int, long>(
            "flaky", (x, body) => NotedAsync(body, () => FlakyAsync(x, body)), o => o with { Retries = Retries, Backoff = new Backoff(ShortWait) });
        busy = Env.Task<int, long>("busy", Busy);
        row = Env.Task<int, long>("row", (first, body) => NotedAsync(body, () => SumAsync(leaf.MapAsync(Enumerable.Range(first, RowSize), concurrency: 4))));
        nest = Env.Task<int, long>("nest", (first, body) => NotedAsync(body, () => SumAsync(row.MapAsync(FirstOfRows(first), concurrency: 2))));
        chain = Env.Task<int, long>("chain", (first, body) => NotedAsync(body, () => ChainAsync(first)));
    }

    /// <summary>All its tasks.</summary>
    public TaskEnvironment Env { get; } = new("chaos");

    /// <summary>The inputs of a run.</summary>
    public static IReadOnlyList<int> Inputs(ChaosRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Shape == ChaosShape.Cache
            ? [.. Enumerable.Range(run.Seed, run.Size).Select(x => x % Keys)]
            : [.. Enumerable.Range(run.Seed, run.Size)];
    }

    /// <summary>What an item comes to; null when it is an error.</summary>
    public static long? Expected(ChaosShape shape, int input) => shape switch
    {
        ChaosShape.Retry => input % Failing == 0 ? null : Leaf(input),
        ChaosShape.Nested => FirstOfRows(input).Sum(first => Enumerable.Range(first, RowSize).Sum(Leaf)),
        ChaosShape.Chain => ExpectedOfChain(input),
        _ => Leaf(input),
    };

    /// <summary>The map that a run is.</summary>
    public MapStream<long> Map(ChaosRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = run.Shape switch
        {
            ChaosShape.Sync => busy,
            ChaosShape.Nested => nest,
            ChaosShape.Chain => chain,
            ChaosShape.Retry => flaky,
            ChaosShape.Cache => known,
            ChaosShape.Abort => slow,
            _ => leaf,
        };
        return task.MapAsync(Inputs(run).ToArray(), run.Concurrency);
    }

    private static long Leaf(int input) => 31L * input + 7;

    private static int[] FirstOfRows(int first) => [.. Enumerable.Range(0, Rows).Select(number => first + (number * RowSize))];

    private static int Next(long value) => (int)(value % 100_003);

    private static long ExpectedOfChain(int first)
    {
        var link = first;
        for (var i = 0; i < Links; i++)
        {
            link = Next(Leaf(link));
        }

        return link + Enumerable.Range(first, Gathered).Sum(Leaf);
    }

    private static async Task<long> SumAsync(MapStream<long> map)
    {
        var sum = 0L;
        await foreach (var result in map)
        {
            sum += result.Value;
        }

        return sum;
    }

    private static async Task<long> LeafAsync(int input, TaskContext body)
    {
        await Task.Delay(ShortWait * (1 + (input % 8)), body.CancellationToken);
        return Leaf(input);
    }

    private static async Task<long> SlowAsync(int input, TaskContext body)
    {
        await Task.Delay(LongWait, body.CancellationToken);
        return Leaf(input);
    }

    private static async Task<long> FlakyAsync(int input, TaskContext body)
    {
        await Task.Delay(ShortWait, body.CancellationToken);
        return input % Failing == 0 ? throw new InvalidOperationException("It never works.")
            : input % FailingOnce == 0 && body.Attempt == 1 ? throw new InvalidOperationException("It works next time.")
            : Leaf(input);
    }

    private long Busy(int input, TaskContext body)
    {
        note(true, body);
        try
        {
            body.CancellationToken.WaitHandle.WaitOne(ShortWait);
            return Leaf(input);
        }
        finally
        {
            note(false, body);
        }
    }

    private async Task<long> ChainAsync(int first)
    {
        var link = first;
        for (var i = 0; i < Links; i++)
        {
            link = Next(await leaf.CallAsync(link));
        }

        return link + (await Task.WhenAll(Enumerable.Range(first, Gathered).Select(x => leaf.CallAsync(x)))).Sum();
    }

    private async Task<long> NotedAsync(TaskContext body, Func<Task<long>> run)
    {
        note(true, body);
        try
        {
            return await run();
        }
        finally
        {
            note(false, body);
        }
    }
}
