using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Every row of the page's table, as plain C# inside a root run.</summary>
public sealed class PatternTests
{
    private readonly TaskEnvironment env = new("patterns");
    private readonly InFlight inFlight = new();
    private readonly FlyteTask<int, string> process;
    private readonly FlyteTask<int, string> picky;

    public PatternTests()
    {
        process = env.Task("process", async (int item) =>
        {
            using var body = inFlight.Enter();
            await Task.Yield();
            return $"processed_{item}";
        });
        picky = env.Task("picky", string (int item) => item == 20 ? throw new FormatException("Not 20.") : $"processed_{item}");
    }

    [Fact]
    public async Task Row_1_a_map() =>
        Assert.Equal("processed_10 processed_20", await RunAsync(() => Task.FromResult(Join(process.Map([10, 20]).Select(r => r.Value)))));

    [Fact]
    public async Task Row_2_the_list_of_a_map()
    {
        Assert.Equal("processed_10 processed_20", await RunAsync(async () => Join((await process.MapAsync([10, 20]).ToListAsync()).Select(r => r.Value))));
        Assert.Equal("processed_10 processed_20", Join(process.Map([10, 20]).ToList().Select(r => r.Value)));
    }

    [Fact]
    public async Task Row_3_a_map_with_a_limit()
    {
        Assert.Equal("100", await RunAsync(async () => $"{await process.MapAsync(Enumerable.Range(0, 100), concurrency: 5).CountAsync()}"));
        Assert.InRange(inFlight.Most, 1, 5);
    }

    [Fact]
    public async Task Row_4_a_gather_of_calls() =>
        Assert.Equal("processed_10 processed_20", await RunAsync(async () => Join(await Task.WhenAll(new[] { 10, 20 }.Select(i => process.CallAsync(i))))));

    [Fact]
    public async Task Row_5_a_semaphore_around_each_call()
    {
        using var semaphore = new SemaphoreSlim(2);
        var count = await RunAsync(async () => $"{(await Task.WhenAll(Enumerable.Range(0, 20).Select(Limited))).Length}");

        Assert.Equal("20", count);
        Assert.InRange(inFlight.Most, 1, 2);

        async Task<string> Limited(int item)
        {
            await semaphore.WaitAsync();
            try
            {
                return await process.CallAsync(item);
            }
            finally
            {
                semaphore.Release();
            }
        }
    }

    [Fact]
    public async Task Row_6_a_gather_that_returns_exceptions()
    {
        int[] items = [10, 20, 30];

        Assert.Equal("processed_10 Failed: 20 processed_30", await RunAsync(async () =>
        {
            var results = await Gather.ResultsAsync(items.Select(i => picky.CallAsync(i)));
            return Join(results.Select((result, i) => result.IsSuccess ? result.Value : $"Failed: {items[i]}"));
        }));
    }

    [Fact]
    public async Task Row_6_a_gathered_error_names_its_task_and_input()
    {
        var error = await RunAsync(async () =>
        {
            var results = await Gather.ResultsAsync([picky.CallAsync(10), picky.CallAsync(20)]);
            return $"{results[1].Index} {results[1].Error!.Code} {results[1].Error!.Input} {results[1].Error!.Cause!.Task}";
        });

        Assert.Equal("1 FormatException 20 patterns.picky", error);
    }

    [Fact]
    public async Task Row_7_results_as_they_complete()
    {
        Gate[] gates = [new(), new(), new()];
        gates[2].Open();
        var held = env.Task("held", async (int i) =>
        {
            await gates[i].Opened;
            return $"{i}";
        });

        var order = await RunAsync(async () =>
        {
            var lines = new List<string>();
            await foreach (var done in Task.WhenEach(Enumerable.Range(0, 3).Select(i => held.CallAsync(i))))
            {
                lines.Add(await done);
                gates[Math.Max(0, 2 - lines.Count)].Open();
            }

            await foreach (var result in held.MapAsync([0, 1, 2]).AsCompleted())
            {
                lines.Add(result.Value);
            }

            return Join(lines.Take(3)) + $" {lines.Count}";
        });

        Assert.Equal("2 1 0 6", order);
    }

    [Fact]
    public async Task Row_8_synchronous_tasks_that_call_synchronous_tasks()
    {
        var step1 = env.Task("step1", (int i) => i + 1);
        var step2 = env.Task("step2", (int i) => i * 10);

        Assert.Equal("20", await RunAsync(() =>
        {
            var a = step1.Call(1);
            var b = step2.Call(a);
            return Task.FromResult($"{b}");
        }));
    }

    [Fact]
    public async Task Row_9_asynchronous_tasks_that_await_one_another()
    {
        var step1 = env.Task("step1", async (int i) =>
        {
            await Task.Yield();
            return i + 1;
        });
        var step2 = env.Task("step2", async (int i) =>
        {
            await Task.Yield();
            return 10 * await step1.CallAsync(i);
        });

        Assert.Equal("30", await RunAsync(async () => $"{await step2.CallAsync(await step1.CallAsync(1))}"));
    }

    [Fact]
    public async Task Row_10_a_map_and_a_gather_both_stream()
    {
        var gate = new Gate();
        var held = env.Task("held", async (int i) =>
        {
            await (i == 0 ? Task.CompletedTask : gate.Opened);
            return $"{i}";
        });

        Assert.Equal("0 1 0 1", await RunAsync(async () =>
        {
            var lines = new List<string>();
            await foreach (var result in held.MapAsync([0, 1]))
            {
                lines.Add(result.Value);
                gate.Open();
            }

            foreach (var call in new[] { held.CallAsync(0), held.CallAsync(1) })
            {
                lines.Add(await call);
            }

            return Join(lines);
        }));
    }

    private static string Join(IEnumerable<string> lines) => string.Join(' ', lines);

    private async Task<string> RunAsync(Func<Task<string>> code)
    {
        var main = env.Task("main", code);
        await using var flyte = await FlyteRuntime.StartAsync(env);
        return await flyte.RunAsync(main).Soon();
    }
}
