namespace Flyte.Actors.Benchmarks;

/// <summary>All that a node does, at the same time and without a pause. Every result is checked.</summary>
internal sealed class SoakLoad
{
    public const int Concurrency = 64;

    private const int Callers = 4;
    private const int Many = 5_000;
    private const int Few = 200;
    private const int Children = 10;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly FlyteTask<int, int> echo;
    private readonly FlyteTask<int, int> failing;
    private readonly FlyteTask<int, int> shaky;
    private readonly FlyteTask<int, int> parent;
    private readonly FlyteTask<int, int> waiting;
    private readonly FlyteTask<int, int> slow;
    private long items;
    private long runs;

    public SoakLoad()
    {
        echo = Tasks.Task("echo", (int item) => item);
        failing = Tasks.Task("failing", (int item) => item % 2 == 0 ? item : throw new InvalidDataException($"{item} is odd"));
        shaky = Tasks.Task(
            "shaky",
            (int item, TaskContext context) => context.Attempt == 1 + (item % 3) ? item : throw new TimeoutException("Not yet."),
            o => o with { Retries = 2, Backoff = new Backoff(Moment, factor: 2, cap: 4 * Moment) });
        parent = Tasks.Task("parent", async (int item) => (int)await SumAsync(echo.MapAsync(Enumerable.Repeat(item, Children), Concurrency)));
        waiting = Tasks.Task("waiting", async (int item, CancellationToken cancellation) =>
        {
            await Task.Delay(Long, cancellation);
            return item;
        });
        slow = Tasks.Task("slow", async (int item, CancellationToken cancellation) =>
        {
            await Task.Delay(Long, cancellation);
            return item;
        }, o => o with { MaxRuntime = Moment });
    }

    public TaskEnvironment Tasks { get; } = new("soak");

    public long Items => Interlocked.Read(ref items);

    public long Runs => Interlocked.Read(ref runs);

    /// <summary>Goes on until it is told to end, or something is not as it should be.</summary>
    public async Task RunAsync(FlyteRuntime flyte, CancellationToken end)
    {
        Task[] loops =
        [
            .. Enumerable.Range(0, Callers).Select(_ => LoopAsync(() => OneAsync(flyte), 1, end)),
            LoopAsync(() => MapAsync(flyte, echo, Many, Many), Many, end),
            LoopAsync(() => MapAsync(flyte, failing, Many, Many / 2), Many, end),
            LoopAsync(() => MapAsync(flyte, shaky, Few, Few), Few, end),
            LoopAsync(() => MapAsync(flyte, parent, Few, Few), Few * Children, end),
            LoopAsync(() => MapAsync(flyte, slow, Few, 0), Few, end),
            LoopAsync(() => AbortAsync(flyte), Few, end),
            LoopAsync(() => StreamAsync(flyte), Many, end),
            LoopAsync(() => LeaveAsync(flyte), Few, end),
        ];
        await await Task.WhenAny(loops); // A loop that has failed is told of at once.
        await Task.WhenAll(loops);
    }

    private static async Task<long> SumAsync(MapStream<int> map)
    {
        var sum = 0L;
        await foreach (var result in map)
        {
            sum += result.Value;
        }

        return sum;
    }

    private async Task LoopAsync(Func<Task> work, int count, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Run(work, CancellationToken.None);
            Interlocked.Add(ref items, count);
            Interlocked.Increment(ref runs);
        }
    }

    private async Task OneAsync(FlyteRuntime flyte) => Demand(await flyte.RunAsync(echo, 7), 7);

    private static async Task MapAsync(FlyteRuntime flyte, FlyteTask<int, int> task, int count, int succeeds)
    {
        var run = await flyte.SubmitAsync(task.MapAsync(Enumerable.Range(0, count).Select(item => item), Concurrency));
        var (next, good) = (0, 0);
        await foreach (var result in run.ResultsAsync())
        {
            Demand(result.Index, next++);
            good += result.IsSuccess ? 1 : 0;
        }

        Demand(next, count);
        Demand(good, succeeds);
    }

    private async Task StreamAsync(FlyteRuntime flyte) =>
        Demand(await SumAsync(flyte.Map(echo.MapAsync(Enumerable.Range(0, Many).Select(item => item), Concurrency))), (long)Many * (Many - 1) / 2);

    private async Task AbortAsync(FlyteRuntime flyte)
    {
        var run = await flyte.SubmitAsync(waiting.MapAsync([.. Enumerable.Range(0, Few)], Concurrency));
        await run.AbortAsync("It is enough.");
        Demand((await run.WaitAsync()).Phase == RunPhase.Aborted ? 1 : 0, 1);
    }

    // Whoever leaves a stream leaves its items, which then end.
    private async Task LeaveAsync(FlyteRuntime flyte)
    {
        await using var results = flyte.Map(echo.MapAsync(Enumerable.Range(0, Many).Select(item => item), Concurrency)).GetAsyncEnumerator();
        for (var item = 0; item < Few; item++)
        {
            Demand(await results.MoveNextAsync() ? results.Current.Value : -1, item);
        }
    }

    private static void Demand(long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"There is {found} where {expected} belongs.");
        }
    }
}
