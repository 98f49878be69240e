using System.Collections.Concurrent;
using Flyte.Actors.Tests.Recovery;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Load;

/// <summary>Runs that are submitted all at once: each is recorded, and none takes a thread of its own.</summary>
public sealed class ManyRunsTests : DurableTest
{
    private const int Runs = 10_000;
    private const int FailsEach = 100;
    private const int MostThreads = 256;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<int, bool> threads = new();

    [Fact]
    public async Task Ten_thousand_runs_at_once_are_run_recorded_and_listed()
    {
        var task = Env.Task("step", (int x) =>
        {
            threads.TryAdd(Environment.CurrentManagedThreadId, true);
            return x % FailsEach == 0 ? throw new InvalidDataException("bad") : x;
        });
        await using (var flyte = await StartAsync().Soon())
        {
            var results = await Task.WhenAll(Enumerable.Range(0, Runs).Select(x => OneAsync(flyte, task, x))).WaitAsync(Enough);

            Assert.Equal(Enumerable.Range(0, Runs).Select(x => x % FailsEach == 0 ? -1 : x), results);
            Assert.InRange(threads.Count, 1, MostThreads);
            await NoneRunsAsync(flyte);
            await AssertListedAsync(flyte);
        }

        await using var next = await StartAsync().Soon();
        await AssertListedAsync(next);
    }

    private static async Task<int> OneAsync(FlyteRuntime flyte, FlyteTask<int, int> task, int input)
    {
        try
        {
            return await flyte.RunAsync(task, input, new RunOptions { Id = Name(input) });
        }
        catch (TaskFailedException)
        {
            return -1;
        }
    }

    private static string Name(int input) => $"run-{input}";

    private static async Task AssertListedAsync(FlyteRuntime flyte)
    {
        var (good, bad) = (await AllAsync(flyte, RunPhase.Succeeded), await AllAsync(flyte, RunPhase.Failed));
        Assert.Equal((Runs - (Runs / FailsEach), Runs / FailsEach), (good.Count, bad.Count));
        Assert.Equal(Enumerable.Range(0, Runs).Select(Name).ToHashSet(StringComparer.Ordinal), [.. good, .. bad]);
        Assert.Empty(await AllAsync(flyte, RunPhase.Running));
    }

    // A result may come to its caller before the list is told of it.
    private static async Task NoneRunsAsync(FlyteRuntime flyte)
    {
        using var bound = new CancellationTokenSource(Enough);
        while ((await flyte.ListRunsAsync(new RunQuery { Phase = RunPhase.Running }, bound.Token)).Count > 0)
        {
            await Task.Yield();
        }
    }

    private static async Task<List<string>> AllAsync(FlyteRuntime flyte, RunPhase phase)
    {
        var all = new List<string>();
        for (var query = new RunQuery { Phase = phase, Limit = 1000 }; ; query = query with { After = all[^1] })
        {
            var page = await flyte.ListRunsAsync(query).Soon();
            all.AddRange(page.Select(run => run.Id));
            if (page.Count < query.Limit)
            {
                return all;
            }
        }
    }
}
