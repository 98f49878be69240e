using Akka.Actor;

namespace Flyte.Actors.Benchmarks;

/// <summary>What a single call inside a task costs, many at once and one after the other.</summary>
internal sealed class Calls : Benchmark
{
    private const string Gather = "gather";
    private const string InTurn = "in turn";

    public override string Name => "calls";

    public override string Work => "a task that gathers single calls of another, and a task that awaits a tenth as many in turn";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var many = settings.Items ?? 100_000;
        var few = Math.Max(1, many / 10);
        var options = settings.Concurrency is { } limit ? new FlyteOptions { DefaultConcurrency = limit } : new FlyteOptions();
        var actors = settings.Concurrency ?? 64;
        var environment = new TaskEnvironment("benchmarks");
        var child = environment.Task("child", (int item) => item);
        var gathering = environment.Task("gathering", async (int count) =>
            await Task.WhenAll(Enumerable.Range(1, count).Select(item => child.CallAsync(item))));
        var stepping = environment.Task("stepping", async (int count) => await InTurnAsync(count, item => child.CallAsync(item)));
        await using var flyte = await FlyteRuntime.StartAsync(options, environment);
        await using var akka = new AkkaPeers();
        var router = akka.EchoRouter(actors);

        List<Subject> subjects =
        [
            Of(Subject.Flyte, Gather, many, options.DefaultConcurrency, "durability", () => flyte.RunAsync(gathering, many)),
            Of("WhenAll", Gather, many, many, "concurrency limit, error slots, durability", () => Task.WhenAll(Enumerable.Range(1, many).Select(PlainAsync))),
            Of("Ask", Gather, many, actors, "error slots, durability", () => Task.WhenAll(Enumerable.Range(1, many).Select(item => router.Ask<int>(item)))),
            Of(Subject.Flyte, InTurn, few, 1, "durability", () => flyte.RunAsync(stepping, few)) with { IsInTurn = true },
            Of("Ask", InTurn, few, 1, "error slots, durability", () => InTurnAsync(few, item => router.Ask<int>(item))) with { IsInTurn = true },
        ];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings));
        return new Report(
            rows,
            [
                Goal.TimesFaster("gathered calls twice as fast as Ask through a router", Report.Find(rows, Subject.Flyte, Gather), "Ask", 2),
                Goal.StepUnder("calls in turn under 20 µs a step", Report.Find(rows, Subject.Flyte, InTurn), 20),
            ],
            []);
    }

    private static Subject Of(string name, string @case, int items, int concurrency, string doesNot, Func<Task<int[]>> run) =>
        Subject.Of(name, items, concurrency, doesNot, run, Check.Echo(name, items)) with { Case = @case };

    private static Task<int> PlainAsync(int item) => Task.FromResult(item);

    private static async Task<int[]> InTurnAsync(int count, Func<int, Task<int>> call)
    {
        var results = new int[count];
        for (var i = 0; i < count; i++)
        {
            results[i] = await call(i + 1);
        }

        return results;
    }
}
